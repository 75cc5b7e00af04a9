//! Spaces: where the cotangents of an argument, or of the intermediates, live. A policy is a choice of spaces.

use crate::cotangent::{DiagonalCotangent, DiscardedMatrix, MatrixCotangent, ScalarCotangent};
#[cfg(feature = "sprs")]
use crate::cotangent::{DiscardedVector, SparseCotangent, SparseVectorCotangent, VectorCotangent};
use crate::diagonal::Diagonal;
use crate::number::{Discarded, Number, Real};
use num_complex::Complex;
#[cfg(feature = "sprs")]
use sprs::{CsMatI, CsVecI, SpIndex};
use std::fmt::Debug;
use std::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

/// The space that cotangents of one argument, or of the intermediates, live in: a choice on each of two axes. Sealed.
///
/// Its members are [`Tangent`], [`Ambient`], the two mixed ones ([`Axes`]), and [`Inactive`] for an argument whose
/// cotangent nobody wants.
pub trait Space: Sealed + Copy + Debug + PartialEq + Default + Send + Sync + 'static {
    /// Is a real number the whole of R, or a slice of C?
    type Number: NumberAxis;
    /// Is a sparse or diagonal matrix a pattern, or a cheap way to write a full matrix?
    type Structure: StructureAxis;
    /// The larger of two spaces, axis by axis: that of a variable which is one place here and another there.
    type Join<Other: Space>: Space;
}

/// The choice on the *number* axis. Sealed.
pub trait NumberAxis: Space<Number = Self> {
    /// The cotangent of a real number.
    type Real<T: Real>: Number<Real = T>;
    /// The cotangent of a complex number.
    type Complex<T: Real>: Number<Real = T>;
    /// The larger of two choices: nowhere is less than the tangent space, which is less than the ambient one.
    type JoinNumber<Other: NumberAxis>: NumberAxis;
    /// The larger of this choice and [`Tangent`].
    type NumberOrTangent: NumberAxis;
}

/// The choice on the *structure* axis. Sealed. `V` is what the choice on the number axis makes of an entry.
pub trait StructureAxis: Space<Structure = Self> {
    /// Whether cotangents have an entry where the matrix stores none.
    const EVERY_ENTRY: bool;
    /// The cotangent of a sparse matrix with indices `I` and offsets `P`.
    #[cfg(feature = "sprs")]
    type Sparse<V: Number, I: SpIndex + 'static, P: SpIndex + 'static>: SparseCotangent<V, I, P>;
    /// The cotangent of a sparse vector with indices `I`.
    #[cfg(feature = "sprs")]
    type SparseVector<V: Number, I: SpIndex + 'static>: SparseVectorCotangent<V, I>;
    /// The cotangent of a diagonal matrix.
    type Diagonal<V: Number>: DiagonalCotangent<V>;
    /// The larger of two choices: nowhere is less than the tangent space, which is less than the ambient one.
    type JoinStructure<Other: StructureAxis>: StructureAxis;
    /// The larger of this choice and [`Tangent`].
    type StructureOrTangent: StructureAxis;
}

/// A value's own tangent space: `f64` for `f64`, the stored pattern for a sparse matrix, the diagonal for `Diagonal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tangent;

/// The full space that a value is embedded in: complex for a real, every entry for a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ambient;

/// Nowhere: cotangents of no interest, which cost nothing. It is the space of a `#[no_derivative]` argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inactive;

/// One choice on each axis: `Axes<Tangent, Ambient>` is real numbers in full matrices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Axes<N, S>(PhantomData<(N, S)>);

macro_rules! axis {
    (
        $name:ident, Real: $real:ident, Complex: $complex:ident,
        Sparse: $sparse:ident, SparseVector: $vector:ident, Diagonal: $diagonal:ident
    ) => {
        impl Sealed for $name {}
        impl Space for $name {
            type Number = $name;
            type Structure = $name;
            type Join<Other: Space> =
                Axes<
                    <$name as NumberAxis>::JoinNumber<Other::Number>,
                    <$name as StructureAxis>::JoinStructure<Other::Structure>,
                >;
        }
        impl NumberAxis for $name {
            type Real<T: Real> = axis!(@ $real T);
            type Complex<T: Real> = axis!(@ $complex T);
            type JoinNumber<Other: NumberAxis> = axis!(@ $name joined with Other, NumberOrTangent);
            type NumberOrTangent = axis!(@ $name or tangent);
        }
        impl StructureAxis for $name {
            const EVERY_ENTRY: bool = axis!(@ $name has every entry);
            #[cfg(feature = "sprs")]
            type Sparse<V: Number, I: SpIndex + 'static, P: SpIndex + 'static> = axis!(@ $sparse V, I, P);
            #[cfg(feature = "sprs")]
            type SparseVector<V: Number, I: SpIndex + 'static> = axis!(@ $vector V, I);
            type Diagonal<V: Number> = $diagonal<V>;
            type JoinStructure<Other: StructureAxis> = axis!(@ $name joined with Other, StructureOrTangent);
            type StructureOrTangent = axis!(@ $name or tangent);
        }
    };
    (@ Ambient joined with $other:ident, $or_tangent:ident) => { Ambient };
    (@ Tangent joined with $other:ident, $or_tangent:ident) => { $other::$or_tangent };
    (@ Inactive joined with $other:ident, $or_tangent:ident) => { $other };
    (@ Ambient or tangent) => { Ambient };
    (@ $smaller:ident or tangent) => { Tangent };
    (@ Ambient has every entry) => { true };
    (@ $smaller:ident has every entry) => { false };
    (@ CsMatI $v:ident, $i:ident, $p:ident) => { CsMatI<$v, $i, $p> };
    (@ CsVecI $v:ident, $i:ident) => { CsVecI<$v, $i> };
    (@ $cotangent:ident $v:ident, $($index:ident),*) => { $cotangent<$v> };
    (@ own $t:ident) => { $t };
    (@ $cotangent:ident $t:ident) => { $cotangent<$t> };
}
axis!(Tangent, Real: own, Complex: Complex, Sparse: CsMatI, SparseVector: CsVecI, Diagonal: Diagonal);
axis!(
    Ambient, Real: ScalarCotangent, Complex: Complex,
    Sparse: MatrixCotangent, SparseVector: VectorCotangent, Diagonal: MatrixCotangent
);
axis!(
    Inactive, Real: Discarded, Complex: Discarded,
    Sparse: DiscardedMatrix, SparseVector: DiscardedVector, Diagonal: DiscardedMatrix
);

impl<N: NumberAxis, S: StructureAxis> Sealed for Axes<N, S> {}
impl<N: NumberAxis, S: StructureAxis> Space for Axes<N, S> {
    type Number = N;
    type Structure = S;
    type Join<Other: Space> = Axes<N::JoinNumber<Other::Number>, S::JoinStructure<Other::Structure>>;
}
