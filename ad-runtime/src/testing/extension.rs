//! A function of ambient values against the same function of the values that the space takes them for.

use super::differences::compare;
use super::probe::Probe;
use super::random::Random;
use super::report::Report;
use super::subject::{Pull, Subject};
use super::vector::{components, coordinates, random_cotangent};
use crate::cotangent::ScalarCotangent;
use crate::policy::Ambient;

impl<X: Probe, R: Probe, F: Fn(&X) -> R> Subject<'_, X, R, F> {
    /// Checks cotangents in the ambient space against differences of `extended`, the same operation on complex numbers
    /// in place of real ones, or on dense matrices in place of structured ones.
    #[track_caller]
    pub fn extension<Y: Probe, Z: Probe, G: Fn(&Y) -> Z>(
        &self,
        extended: &Subject<'_, Y, Z, G>,
        pull: impl Fn(&X, &mut [Pull<X, R, Ambient, Ambient>]) -> R,
    ) {
        let result = coordinates::<Ambient, Z>(&extended.value, &extended.value).len();
        let mut random = Random::new(self.check.random);
        let zero = self.point.zero_cotangent::<Ambient>();
        let mut pulls: Vec<_> = (0..self.check.seeds)
            .map(|seed| random_cotangent::<Ambient, R>(&self.value, &mut random, seed % 2 == 1))
            .map(|seed| Pull { seed, bars: zero.clone() })
            .collect();
        pull(&self.point, &mut pulls);
        let tolerance = self.check.tolerance_for(self.epsilon().max(extended.epsilon()));
        let jacobian = extended.jacobian::<Ambient, Ambient>();
        for Pull { seed, bars } in &pulls {
            let weights = self.embed(&components::<Ambient, R>(&self.value, seed), result);
            let found = self.embed_arguments(&components::<Ambient, X>(&self.point, bars), &extended.names);
            for (direction, (found, row)) in found.iter().zip(jacobian.iter()).enumerate() {
                let Some(Err(mismatch)) = row.as_ref().map(|row| compare(*found, &weights, row, tolerance)) else {
                    continue;
                };
                Report::new(self.name, mismatch.what)
                    .line("policy", format_args!("project = \"none\", against `{}`", extended.name))
                    .line("argument", extended.argument::<Ambient>(direction))
                    .value("direction", &extended.direction::<Ambient>(direction))
                    .value("seed", seed)
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
