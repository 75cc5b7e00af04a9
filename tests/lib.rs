//! What the tests of the whole share.

/// The pages of the book and the README: their code blocks are compiled and run.
#[cfg(doctest)]
mod book {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/src/guide.md")]
    mod guide {}
    #[doc = include_str!("../docs/src/projection.md")]
    mod projection {}
    #[doc = include_str!("../docs/src/zygote.md")]
    mod zygote {}
    #[doc = include_str!("../docs/src/supported-rust.md")]
    mod supported_rust {}
    #[doc = include_str!("../docs/src/rules.md")]
    mod rules {}
    #[doc = include_str!("../docs/src/errors.md")]
    mod errors {}
    #[doc = include_str!("../docs/src/introduction.md")]
    mod introduction {}
    #[doc = include_str!("../docs/src/performance.md")]
    mod performance {}
    #[doc = include_str!("../docs/src/architecture.md")]
    mod architecture {}
}
