//! The states of a long loop at a few of its steps: what the reverse sweep needs of the steps between, it computes again.
//!
//! Where the number of steps is known before the first, the states are kept at the steps that make the fewest be run again
//! (Griewank and Walther, "Algorithm 799: revolve", ACM TOMS 26, 2000): with room for `s` states, no step of
//! `(s + r)! / (s! r!)` runs forward more than `r` times. Where it is not, half the room goes to states at equal distances,
//! which double when it is full.

use std::sync::Arc;

/// What the forward sweep of a loop keeps: `S` is the state before a step.
#[derive(Debug)]
pub struct Checkpoints<S> {
    /// So many states are kept at a time.
    room: usize,
    /// The number of steps, where it is known before the first.
    length: Option<usize>,
    /// How many steps have begun.
    steps: usize,
    /// The step whose state is kept next.
    next: usize,
    /// The distance of two states, where the number of steps is not known.
    stride: usize,
    kept: Arc<Vec<(usize, S)>>,
}

/// Another handle to the same states.
impl<S> Clone for Checkpoints<S> {
    fn clone(&self) -> Self {
        Checkpoints { kept: Arc::clone(&self.kept), ..*self }
    }
}

impl<S> Checkpoints<S> {
    /// For a loop of `steps` steps; `break` may leave it sooner.
    ///
    /// # Panics
    ///
    /// Where there is no room for a state.
    pub fn of_known(room: usize, steps: usize) -> Self {
        Self::new(room, Some(steps))
    }

    /// For a loop that ends nobody knows when.
    ///
    /// # Panics
    ///
    /// Where there is no room for a state.
    pub fn of_unknown(room: usize) -> Self {
        Self::new(room, None)
    }

    fn new(room: usize, length: Option<usize>) -> Self {
        assert!(
            room > 0,
            "`checkpoint(snapshots = 0)`: the state before the loop is the first snapshot, write 1 or more"
        );
        Checkpoints { room, length, steps: 0, next: 0, stride: 1, kept: Arc::new(Vec::new()) }
    }

    /// A step begins: whether its state is to be kept.
    #[inline(always)]
    pub fn begins(&mut self) -> bool {
        self.steps += 1;
        self.steps - 1 == self.next
    }

    /// Keeps the state before the step that has begun.
    pub fn keep(&mut self, state: S) {
        let at = self.steps - 1;
        let kept = Arc::get_mut(&mut self.kept).expect("the loop still runs");
        kept.push((at, state));
        self.next = match self.length {
            Some(length) => next_kept(at, length, self.room - kept.len()),
            None => {
                if kept.len() > (self.room / 2).max(1) {
                    self.stride *= 2;
                    kept.retain(|(step, _)| step % self.stride == 0);
                }
                (at / self.stride + 1) * self.stride
            }
        };
    }

    /// The way back, from the last step to the first. It can be gone again.
    pub fn backwards(&self) -> Backwards<'_, S> {
        Backwards { room: self.room, lent: &self.kept, own: Vec::new(), step: self.steps, at: 0, next: usize::MAX }
    }
}

/// The way back.
#[derive(Debug)]
pub struct Backwards<'c, S> {
    room: usize,
    /// What the forward sweep kept, as far as it is still ahead.
    lent: &'c [(usize, S)],
    /// What is kept on the way back.
    own: Vec<(usize, S)>,
    /// The step that is reversed.
    step: usize,
    /// The step before which the state is.
    at: usize,
    /// The step whose state is kept next.
    next: usize,
}

impl<S> Backwards<'_, S> {
    /// Goes to the step before; none is left where the loop began.
    pub fn next_step(&mut self) -> bool {
        self.step = self.step.wrapping_sub(1);
        self.step != usize::MAX
    }

    /// The nearest state in front of the step, from which the way to it leads.
    pub fn nearest(&mut self) -> &S {
        let step = self.step;
        let ahead = |kept: &[(usize, S)]| kept.partition_point(|(at, _)| *at <= step);
        self.own.truncate(ahead(&self.own));
        self.lent = &self.lent[..ahead(self.lent)];
        let nearest = self.own.last().or(self.lent.last());
        let (at, state) = nearest.expect("the state before the first step is kept");
        let free = self.room.saturating_sub(self.own.len() + self.lent.len());
        (self.at, self.next) = (*at, next_kept(*at, step + 1, free));
        state
    }

    /// Whether the state is that before an earlier step.
    #[inline(always)]
    pub fn on_the_way(&self) -> bool {
        self.at < self.step
    }

    /// Whether the state is to be kept.
    #[inline(always)]
    pub fn keeps(&self) -> bool {
        self.at == self.next
    }

    /// Keeps the state.
    pub fn keep(&mut self, state: S) {
        self.own.push((self.at, state));
        let free = self.room.saturating_sub(self.own.len() + self.lent.len());
        self.next = next_kept(self.at, self.step + 1, free);
    }

    /// The step before which the state is.
    #[inline(always)]
    pub fn at(&self) -> usize {
        self.at
    }

    /// One step was run.
    #[inline(always)]
    pub fn advance(&mut self) {
        self.at += 1;
    }
}

/// Of the steps from `at`, whose state is kept, to `end`: the step whose state is kept next, with room for `free` more.
fn next_kept(at: usize, end: usize, free: usize) -> usize {
    let steps = end.saturating_sub(at) as u128;
    if free == 0 || steps < 2 {
        return usize::MAX;
    }
    let room = free as u128 + 1;
    let mut repeats = 1;
    while reach(room, repeats) < steps {
        repeats += 1;
    }
    let behind = reach(room, repeats - 1).min(steps - reach(room - 1, repeats - 1));
    at + behind as usize
}

/// How many steps can be reversed with room for `room` states, where none runs forward more than `repeats` times:
/// `(room + repeats)! / (room! repeats!)`.
fn reach(room: u128, repeats: u128) -> u128 {
    let few = room.min(repeats);
    (1..=few).fold(1, |product: u128, factor| product.saturating_mul(room + repeats - few + factor) / factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a step runs forward before it is reversed, and how many states there are at a time.
    fn run(forward: Checkpoints<usize>, steps: usize) -> (usize, usize) {
        let forward = run_forward(forward, steps);
        let mut runs = steps;
        let room = forward.room;
        let mut most = forward.kept.len();
        let mut back = forward.backwards();
        for expected in (0..steps).rev() {
            assert!(back.next_step());
            let mut state = *back.nearest();
            while back.on_the_way() {
                if back.keeps() {
                    back.keep(state);
                    most = most.max(back.own.len() + back.lent.len());
                }
                assert_eq!(state, back.at());
                state += 1;
                runs += 1;
                back.advance();
            }
            assert_eq!(state, expected);
        }
        assert!(!back.next_step() && most <= room);
        (runs, most)
    }

    fn run_forward(mut checkpoints: Checkpoints<usize>, steps: usize) -> Checkpoints<usize> {
        for state in 0..steps {
            if checkpoints.begins() {
                checkpoints.keep(state);
            }
        }
        checkpoints
    }

    /// The fewest steps that have to be run forward, by trying every place for the next state.
    fn fewest(steps: usize, room: usize) -> usize {
        let with_one: Vec<usize> = (0..=steps).map(|of| of * of.saturating_sub(1) / 2).collect();
        let mut table = vec![vec![0; steps + 1]; room + 1];
        table[1] = with_one;
        for slots in 2..=room {
            for of in 2..=steps {
                table[slots][of] =
                    (1..of).map(|at| at + table[slots - 1][of - at] + table[slots][at]).min().expect("some");
            }
        }
        table[room][steps]
    }

    #[test]
    fn as_few_steps_run_again_as_can_be() {
        for room in 1..8 {
            for steps in 1..60 {
                // The theory reverses the last step as it comes to it. Here the loop has run to its end by then: one step
                // more for its value, and once more the way from the last state that was kept.
                let known = || Checkpoints::of_known(room, steps);
                let (last, _) = *run_forward(known(), steps).kept.last().expect("the first is kept");
                assert_eq!(run(known(), steps).0, fewest(steps, room) + 1 + (steps - 1 - last), "{steps}, {room}");
            }
        }
    }

    #[test]
    fn no_step_runs_more_often_than_the_theory_says() {
        let (room, repeats) = (5, 4);
        let steps = reach(room as u128, repeats as u128) as usize;
        assert_eq!(steps, 126);
        assert!(run(Checkpoints::of_known(room, steps), steps).0 <= repeats * steps);
    }

    #[test]
    fn loops_of_unknown_length_go_back_as_well() {
        for room in 1..9 {
            for steps in 0..200 {
                run(Checkpoints::of_unknown(room), steps);
            }
        }
        let (runs, most) = run(Checkpoints::of_unknown(32), 10_000);
        assert!(most <= 32 && runs < 5 * 10_000, "{runs}");
    }

    #[test]
    fn a_loop_may_end_sooner_than_it_was_said() {
        for steps in 0..50 {
            run(Checkpoints::of_known(4, 50), steps);
        }
    }

    #[test]
    #[should_panic(expected = "write 1 or more")]
    fn there_is_room_for_one_state_at_least() {
        Checkpoints::<f64>::of_known(0, 3);
    }
}
