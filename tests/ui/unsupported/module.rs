use ad_runtime::prelude::*;

#[differentiable]
#[path = "module/model.rs"]
mod model;

fn main() {
    let _ = model::square(2.0);
}
