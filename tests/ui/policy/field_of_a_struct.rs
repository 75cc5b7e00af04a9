use ad_runtime::prelude::*;
use sprs::CsMat;

#[derive(Differentiable)]
struct Graph {
    adjacency: CsMat<f64>,
    damping: f64,
}

#[differentiable]
fn score(graph: &Graph) -> f64 {
    graph.adjacency.sum() * graph.damping
}

fn main() {
    let graph = Graph { adjacency: CsMat::eye(2), damping: 0.5 };
    let _ = score::gradient(&graph);
}
