//! `issue-1507.json`, read.

use crate::value::{Answer, Value, close};
use ad_runtime::Diagonal;
use ndarray::Array2;
use num_complex::Complex64;
use serde_json::Value as Json;
use sprs::CsMat;
use std::collections::BTreeMap;

/// One function of the issue at one point.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) input: Vec<Value>,
    value: f64,
    cotangents: BTreeMap<String, Vec<Value>>,
}

impl Case {
    /// Whether the data say what the gradient is under this policy.
    pub(crate) fn knows(&self, policy: &str) -> bool {
        self.cotangents.contains_key(policy)
    }

    /// Compares the value and the gradient of the function under a policy with the data, kinds of values included.
    #[track_caller]
    pub(crate) fn check(&self, policy: &str, (value, gradient): (f64, impl Answer)) {
        let id = &self.id;
        assert!(close(value, self.value), "{id}: the value is {value}, and not {}", self.value);
        let (found, expected) = (gradient.values(), &self.cotangents[policy]);
        assert!(
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| a.is_close_to(b)),
            "{id}: the gradient under {policy:?} is\n{found:?}, and not\n{expected:?}"
        );
    }
}

/// All cases, in the order of the file.
pub(crate) fn cases() -> Vec<Case> {
    let json: Json = serde_json::from_str(include_str!("issue-1507.json")).expect("the file is JSON");
    list(&json).iter().map(case).collect()
}

/// The case with this name.
pub(crate) fn case_named(id: &str) -> Case {
    cases().into_iter().find(|case| case.id == id).unwrap_or_else(|| panic!("no case {id}"))
}

fn case(json: &Json) -> Case {
    let values = |json: &Json| list(json).iter().map(value).collect::<Vec<_>>();
    let cotangents = json["cotangents"].as_object().expect("cotangents by policy");
    Case {
        id: json["id"].as_str().expect("a name").to_owned(),
        input: values(&json["input"]),
        value: number(&json["value"]),
        cotangents: cotangents.iter().map(|(policy, of_arguments)| (policy.clone(), values(of_arguments))).collect(),
    }
}

/// A value by its tag; a number has none.
fn value(json: &Json) -> Value {
    match json["t"].as_str() {
        None if json.is_number() => Value::Real(number(json)),
        None => Value::Complex(complex(json)),
        Some("vec_f64") => Value::RealVector(numbers(&json["v"])),
        Some("vec_c64") => Value::ComplexVector(list(&json["v"]).iter().map(complex).collect()),
        Some("dense_f64") => {
            let (rows, columns) = shape(json);
            let entries = numbers(&json["rowmajor"]);
            Value::Dense(Array2::from_shape_vec((rows, columns), entries).expect("as many entries as the shape says"))
        }
        Some("csc_f64") => {
            let (offsets, indices) = (indices(&json["colptr"]), indices(&json["rowind"]));
            Value::Sparse(CsMat::new_csc(shape(json), offsets, indices, numbers(&json["v"])))
        }
        Some("diag_f64") => Value::Diagonal(Diagonal::new(numbers(&json["v"]))),
        Some(tag) => panic!("unknown tag {tag}"),
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_array().expect("a list")
}

fn number(json: &Json) -> f64 {
    json.as_f64().expect("a number")
}

fn numbers(json: &Json) -> Vec<f64> {
    list(json).iter().map(number).collect()
}

fn complex(json: &Json) -> Complex64 {
    Complex64::new(number(&json[0]), number(&json[1]))
}

fn indices(json: &Json) -> Vec<usize> {
    list(json).iter().map(|index| index.as_u64().expect("an index") as usize).collect()
}

fn shape(json: &Json) -> (usize, usize) {
    let shape = indices(&json["shape"]);
    (shape[0], shape[1])
}
