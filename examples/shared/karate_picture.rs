//! Two gradients with respect to the club's adjacency matrix, side by side.

use crate::karate::Club;
use crate::svg::{Anchor, GREY, INK, Svg, heat};

const CELL: f64 = 13.0;
const TOP: f64 = 92.0;
const NOTHING: &str = "#ececf0";
const MARK: &str = "#00a0a8";

/// Draws both gradients as matrices, the members sorted by camp: `stored` knows the ties alone, `full` every pair.
/// The pair `framed` is marked in both.
pub fn two_gradients(
    club: &Club,
    stored: impl Fn((usize, usize)) -> f64,
    full: impl Fn((usize, usize)) -> f64,
    framed: (usize, usize),
) -> Svg {
    let missing = club.missing();
    let largest = missing.iter().chain(&club.ties).map(|&tie| full(tie)).fold(0.0, f64::max);
    let side = CELL * club.members() as f64;
    let mut svg = Svg::new(2.0 * side + 190.0, TOP + side + 70.0);

    let said = format!("a number for {} ties; of {} other pairs, nothing", club.ties.len(), missing.len());
    panel(&mut svg, club, 44.0, ("\"input\": the stored entries", &said), |i, j| {
        let tie = (i.min(j), i.max(j));
        Some(tie).filter(|tie| club.ties.contains(tie)).map(|tie| Cell { share: stored(tie) / largest, dot: false })
    });
    let said = "the same at the ties (dots), and a number for every other pair";
    panel(&mut svg, club, 84.0 + side, ("\"none\": the whole matrix", said), |i, j| {
        (i != j).then(|| Cell { share: full((i, j)) / largest, dot: club.ties.contains(&(i.min(j), i.max(j))) })
    });

    let order = by_camp(club);
    for left in [44.0, 84.0 + side] {
        for (i, j) in [framed, (framed.1, framed.0)] {
            let at = |member| CELL * order.iter().position(|&m| m == member).unwrap_or_default() as f64 - 2.3;
            svg.frame((left + at(j), TOP + at(i)), (CELL + 4.0, CELL + 4.0), MARK, 3.0);
        }
    }
    let (i, j) = (framed.0 + 1, framed.1 + 1);
    let caption = format!("Entry (i, j) + entry (j, i) of the gradient. Framed: {i}–{j}, the best missing tie.");
    svg.text((44.0, TOP + side + 50.0), Anchor::Start, 13.0, GREY, caption);
    scale(&mut svg, 2.0 * side + 108.0, side / 2.0, largest);
    svg
}

/// What is drawn for a pair of which a gradient says something.
struct Cell {
    share: f64,
    dot: bool,
}

fn by_camp(club: &Club) -> Vec<usize> {
    let mut order: Vec<_> = (0..club.members()).collect();
    order.sort_by_key(|&i| club.with_mr_hi[i] == 0.0);
    order
}

fn panel(
    svg: &mut Svg,
    club: &Club,
    left: f64,
    (title, said): (&str, &str),
    cell: impl Fn(usize, usize) -> Option<Cell>,
) {
    let order = by_camp(club);
    let side = CELL * order.len() as f64;
    svg.text((left, 32.0), Anchor::Start, 19.0, INK, title);
    svg.text((left, 54.0), Anchor::Start, 13.0, GREY, said);
    svg.rect((left, TOP), (side, side), NOTHING);
    for (row, &i) in order.iter().enumerate() {
        let along = CELL * row as f64;
        svg.text((left - 4.0, TOP + along + 9.5), Anchor::End, 8.0, GREY, i + 1);
        svg.text((left + along + CELL / 2.0, TOP - 5.0), Anchor::Middle, 8.0, GREY, i + 1);
        for (column, &j) in order.iter().enumerate() {
            let Some(Cell { share, dot }) = cell(i, j) else { continue };
            let (x, y) = (left + CELL * column as f64, TOP + along);
            svg.rect((x, y), (CELL - 0.6, CELL - 0.6), &heat(share));
            if dot {
                svg.rect((x + 4.7, y + 4.7), (3.0, 3.0), if share < 0.4 { GREY } else { "white" });
            }
        }
    }
    let split = CELL * club.with_mr_hi.iter().sum::<f64>();
    svg.line(&[(left + split - 0.3, TOP), (left + split - 0.3, TOP + side)], INK, 1.0, "4 3");
    svg.line(&[(left, TOP + split - 0.3), (left + side, TOP + split - 0.3)], INK, 1.0, "4 3");
    svg.text((left + split / 2.0, TOP + side + 20.0), Anchor::Middle, 13.0, INK, "Mr. Hi's camp");
    svg.text((left + (split + side) / 2.0, TOP + side + 20.0), Anchor::Middle, 13.0, INK, "the president's camp");
}

fn scale(svg: &mut Svg, x: f64, height: f64, largest: f64) {
    for k in 0..100 {
        let share = f64::from(k) / 100.0;
        svg.rect((x, TOP + height * (0.99 - share)), (14.0, height / 100.0 + 0.5), &heat(share));
    }
    svg.text((x + 20.0, TOP + 10.0), Anchor::Start, 12.0, INK, format!("{largest:.2}"));
    svg.text((x + 20.0, TOP + height), Anchor::Start, 12.0, INK, 0);
}
