//! What the examples share: drawing.
