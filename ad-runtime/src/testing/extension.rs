//! A function of ambient values against the same function of the values that the space takes them for.

use super::differences::{Jacobian, compare};
use super::laws::{Basis, Companion, Pulled};
use super::probe::Probe;
use super::random::Random;
use super::report::Report;
use super::spaces::{InSpaces, PullAll};
use super::subject::{About, Subject};
use super::vector::Vector;
use crate::cotangent::ScalarCotangent;
use crate::policy::Ambient;

impl<X: Probe, R: Probe> Subject<'_, X, R> {
    /// Checks cotangents in the ambient space against differences of `extended`, the same operation on complex numbers
    /// in place of real ones, or on dense matrices in place of structured ones.
    #[track_caller]
    pub fn extension<Y: Probe, Z: Probe>(
        &self,
        extended: &Subject<'_, Y, Z>,
        pull: PullAll<'_, X, R, Ambient, Ambient>,
    ) {
        self.about.extension(
            &InSpaces { subject: self, pull, full: true },
            &Extended {
                about: &extended.about,
                basis: &extended.basis::<Ambient>(),
                coordinates: extended.coordinates(),
                jacobian: extended.jacobian::<Ambient, Ambient>(),
            },
        );
    }
}

/// What a function is compared with.
struct Extended<'s> {
    about: &'s About<'s>,
    basis: &'s dyn Basis,
    /// How many the result has.
    coordinates: usize,
    jacobian: Jacobian,
}

impl About<'_> {
    #[track_caller]
    fn extension(&self, companion: &dyn Companion, extended: &Extended<'_>) {
        let mut random = Random::new(self.check.random);
        let seeds: Vec<Vector> =
            (0..self.check.seeds).map(|seed| companion.seed(&mut random.numbers(seed % 2 == 1))).collect();
        let pulls: Vec<_> = seeds.iter().map(|seed| Pulled { seed: Some(seed.clone()), start: None }).collect();
        let recorded = companion.record(&pulls);
        let tolerance = self.check.tolerance_for(self.epsilon.max(extended.about.epsilon));
        for (seed, bars) in seeds.iter().zip(&recorded.bars) {
            let weights = self.embed(seed, extended.coordinates);
            let found = self.embed_arguments(&bars.components, &extended.about.names);
            for (direction, (found, row)) in found.iter().zip(extended.jacobian.iter()).enumerate() {
                let Some(Err(mismatch)) = row.as_ref().map(|row| compare(*found, &weights, row, tolerance)) else {
                    continue;
                };
                Report::new(self.name, mismatch.what)
                    .line("policy", format_args!("project = \"none\", against `{}`", extended.about.name))
                    .line("argument", extended.about.argument(extended.basis, direction))
                    .text("direction", &extended.basis.direction(direction))
                    .text("seed", &companion.show_seed(seed))
                    .mismatch(*found, &mismatch)
                    .panic();
            }
        }
    }

    /// Argument by argument.
    #[track_caller]
    fn embed_arguments(&self, components: &[ScalarCotangent<f64>], extended: &super::Names) -> Vec<f64> {
        let mut rest = components;
        let mut embedded = Vec::new();
        for ((_, _, here), (_, _, there)) in self.names.iter().zip(extended) {
            let (argument, others) = rest.split_at(*here);
            embedded.extend(self.embed(argument, *there));
            rest = others;
        }
        embedded
    }

    /// Components as real coordinates: their real parts, or both parts where there are twice as many.
    #[track_caller]
    fn embed(&self, components: &[ScalarCotangent<f64>], coordinates: usize) -> Vec<f64> {
        if components.len() == coordinates {
            components.iter().map(ScalarCotangent::re).collect()
        } else if 2 * components.len() == coordinates {
            components.iter().flat_map(|component| [component.re(), component.im()]).collect()
        } else {
            Report::new(self.name, "no extension")
                .line("components", components.len())
                .line("coordinates", coordinates)
                .panic()
        }
    }
}
