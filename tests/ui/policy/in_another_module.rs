mod model {
    use ad_runtime::prelude::*;
    use sprs::CsMat;

    #[differentiable]
    pub fn total(a: &CsMat<f64>) -> f64 {
        a.sum()
    }
}

fn main() {
    let _ = model::total::gradient(&sprs::CsMat::eye(2));
}
