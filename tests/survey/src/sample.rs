//! Which functions are tried: drawn from all that were found, before any of them is tried.

use crate::random::Random;

/// Draws so many of the functions, as (crate, index of the function).
///
/// Every crate has the same weight: a crate is drawn first, then a function of it, none twice. A crate with a thousand
/// small functions counts no more than one with ten. More draws begin with the same ones.
pub(crate) fn draw(functions_of: &[usize], wanted: usize, seed: u64) -> Vec<(usize, usize)> {
    let mut random = Random::new(seed);
    let mut left: Vec<Vec<usize>> = functions_of.iter().map(|count| (0..*count).collect()).collect();
    let mut drawn = Vec::new();
    while drawn.len() < wanted {
        let open: Vec<usize> = (0..left.len()).filter(|index| !left[*index].is_empty()).collect();
        if open.is_empty() {
            break;
        }
        let of = open[random.below(open.len())];
        let function = random.below(left[of].len());
        drawn.push((of, left[of].swap_remove(function)));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn the_same_seed_draws_the_same() {
        let functions = [5, 0, 40, 7];
        assert_eq!(draw(&functions, 12, 3), draw(&functions, 12, 3));
        assert_ne!(draw(&functions, 12, 3), draw(&functions, 12, 4));
        assert_eq!(draw(&functions, 20, 3)[..12], draw(&functions, 12, 3));
    }

    #[test]
    fn none_is_drawn_twice_and_all_at_last() {
        let mut all = draw(&[5, 0, 40, 7], 1000, 1);
        assert_eq!(all.len(), 52);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 52);
    }
}
