//! Zachary's karate club, the graph that ships with the examples.

use sprs::{CsMat, TriMat};

/// The members of the club, numbered from 0, and who is friends with whom.
#[derive(Debug, Clone)]
pub struct Club {
    /// 1 for a member who went with Mr. Hi when the club split, 0 for one who stayed with the president.
    pub with_mr_hi: Vec<f64>,
    /// Each friendship once, as `(i, j)` with `i < j`.
    pub ties: Vec<(usize, usize)>,
}

impl Club {
    /// The club of `data/karate.txt`.
    ///
    /// # Panics
    ///
    /// If the file is not what it says it is.
    pub fn load() -> Self {
        let numbers = |list: &str| -> Vec<usize> {
            list.split_whitespace().map(|n| n.parse::<usize>().expect("members are numbered") - 1).collect()
        };
        let mut club = Club { with_mr_hi: vec![0.0; 34], ties: Vec::new() };
        let lines = include_str!("../data/karate.txt").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (who, members) = line.split_once(':').expect("a line is `who: members`");
            match who.parse::<usize>() {
                Ok(i) => club.ties.extend(numbers(members).into_iter().map(|j| (i - 1, j))),
                Err(_) => numbers(members).into_iter().for_each(|i| club.with_mr_hi[i] = 1.0),
            }
        }
        assert_eq!(club.ties.len(), 78, "Zachary counted 78 ties");
        club
    }

    /// The number of members.
    pub fn members(&self) -> usize {
        self.with_mr_hi.len()
    }

    /// The pairs that are not friends, as `(i, j)` with `i < j`.
    pub fn missing(&self) -> Vec<(usize, usize)> {
        let pairs = (0..self.members()).flat_map(|i| (i + 1..self.members()).map(move |j| (i, j)));
        pairs.filter(|pair| !self.ties.contains(pair)).collect()
    }

    /// The same club with one more friendship.
    pub fn with_tie(&self, (i, j): (usize, usize)) -> Self {
        let mut club = self.clone();
        club.ties.push((i.min(j), i.max(j)));
        club
    }

    /// The adjacency matrix: a tie is two entries, `(i, j)` and `(j, i)`.
    pub fn matrix(&self) -> CsMat<f64> {
        let mut entries = TriMat::new((self.members(), self.members()));
        for &(i, j) in &self.ties {
            entries.add_triplet(i, j, 1.0);
            entries.add_triplet(j, i, 1.0);
        }
        entries.to_csr()
    }
}

#[cfg(test)]
mod tests {
    use super::Club;

    #[test]
    fn the_club_is_zacharys() {
        let club = Club::load();
        let degrees: Vec<_> = club.matrix().outer_iterator().map(|row| row.nnz()).collect();
        let published =
            [16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3, 4, 4, 6, 12, 17];
        assert_eq!(degrees, published);
        assert_eq!(club.with_mr_hi.iter().sum::<f64>(), 17.0);
        assert!(club.ties.iter().all(|&(i, j)| i < j));
    }

    #[test]
    fn a_pair_is_either_a_tie_or_missing() {
        let club = Club::load();
        assert_eq!(club.missing().len() + club.ties.len(), 34 * 33 / 2);
        let (i, j) = club.missing()[0];
        assert_eq!(club.with_tie((j, i)).missing().len(), club.missing().len() - 1);
        assert_eq!(club.with_tie((j, i)).matrix().get(j, i), Some(&1.0));
    }
}
