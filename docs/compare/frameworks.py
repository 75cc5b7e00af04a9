"""What PyTorch and JAX answer to the questions of docs/src/comparison.md: one line of JSON for each answer.

`run.sh` beside this file installs both and runs it.
"""

import json
import resource
import time
import warnings

warnings.filterwarnings("ignore")

import jax
import jax.numpy as jnp
import numpy as np
import torch
from jax.experimental import sparse as jsparse

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)


def say(question, framework, answer):
    print(json.dumps({"question": question, "framework": framework, "answer": answer}), flush=True)


def ask(question, framework, answer):
    try:
        say(question, framework, answer())
    except Exception as error:  # an answer, too
        say(question, framework, f"{type(error).__name__}: {str(error).splitlines()[0][:160]}")


def stored(gradient):
    """A sparse gradient, as the positions and values that it stores."""
    if isinstance(gradient, torch.Tensor):
        if gradient.layout == torch.strided:
            return {"dense": gradient.tolist()}
        gradient = gradient.to_sparse_coo().coalesce()
        return {"stored": [[*at, value] for *at, value in zip(*gradient.indices().tolist(), gradient.values().tolist())]}
    if isinstance(gradient, jsparse.BCOO):
        return {"stored": [[*at, value] for at, value in zip(gradient.indices.tolist(), gradient.data.tolist())]}
    return {"dense": np.asarray(gradient).tolist()}


def torch_matrix(positions):
    at = torch.tensor(positions, dtype=torch.long).reshape(-1, 2).T
    return torch.sparse_coo_tensor(at, torch.full((len(positions),), 3.0), (2, 2)).requires_grad_()


def jax_matrix(positions):
    at = jnp.array(positions, dtype=jnp.int32).reshape(-1, 2)
    return jsparse.BCOO((jnp.full((len(positions),), 3.0), at), shape=(2, 2))


def torch_gradient(f, a):
    f(a).backward()
    return stored(a.grad)


def jax_gradient(f, a):
    return stored(jsparse.grad(f)(a))


for name, positions in [("sum at nothing stored", []), ("sum at a pattern", [(0, 1)])]:
    ask(name, "PyTorch", lambda: torch_gradient(torch.sparse.sum, torch_matrix(positions)))
    ask(name, "JAX", lambda: jax_gradient(lambda a: a.sum(), jax_matrix(positions)))

ask("sum of 2 A at a pattern", "PyTorch", lambda: torch_gradient(lambda a: torch.sparse.sum(2 * a), torch_matrix([(0, 1)])))
ask("sum of 2 A at a pattern", "JAX", lambda: jax_gradient(lambda a: (2.0 * a).sum(), jax_matrix([(0, 1)])))

dense = [[0.0, 3.0], [0.0, 0.0]]
for masked in (True, False):
    ask(
        f"sum through sparse(dense), masked_grad={masked}",
        "PyTorch",
        lambda: torch_gradient(
            lambda a: a.to_sparse().to_dense(masked_grad=masked).sum(), torch.tensor(dense, requires_grad=True)
        ),
    )
ask(
    "sum through sparse(dense)",
    "JAX",
    lambda: jax_gradient(lambda a: jsparse.bcoo_fromdense(a, nse=1).sum(), jnp.array(dense)),
)


def torch_numbers():
    x = torch.tensor(2.0, requires_grad=True)
    z = torch.tensor(3.0 + 4.0j, requires_grad=True)
    (x * z * z).real.backward()
    return {"x": str(x.grad.item()), "z": str(z.grad.item())}


def jax_numbers():
    x, z = jax.grad(lambda x, z: (x * z * z).real, argnums=(0, 1))(2.0, 3.0 + 4.0j)
    return {"x": str(x.item()), "z": str(z.item())}


ask("re(x z z) at x = 2, z = 3 + 4i", "PyTorch", torch_numbers)
ask("re(x z z) at x = 2, z = 3 + 4i", "JAX", jax_numbers)

# A million rows and columns, five million entries.
n, k = 1_000_000, 5
rng = np.random.default_rng(1)
rows = np.repeat(np.arange(n), k)
cols = rng.integers(0, n, n * k)
order = np.lexsort((cols, rows))
cols = cols[order]
x = rng.standard_normal(n)


def timed(run):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run()
    start = time.perf_counter()
    kind = run()
    seconds = time.perf_counter() - start
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"gradient": kind, "seconds": round(seconds, 3), "megabytes more than before": round(more / 1024)}


def torch_large():
    a = torch.sparse_csr_tensor(
        torch.arange(0, n * k + 1, k), torch.tensor(cols), torch.ones(n * k), (n, n)
    ).requires_grad_()
    b = torch.tensor(x)

    def run():
        a.grad = None
        (a @ b).sum().backward()
        return f"{a.grad.layout}, {a.grad.values().numel()} stored"

    return timed(run)


def jax_large():
    at = jnp.stack([jnp.array(rows, dtype=jnp.int32), jnp.array(cols, dtype=jnp.int32)], axis=1)
    a = jsparse.BCOO((jnp.ones(n * k), at), shape=(n, n), indices_sorted=True)
    b = jnp.array(x)
    gradient = jax.jit(jax.grad(lambda data, at, b: (jsparse.BCOO((data, at), shape=(n, n)) @ b).sum()))

    def run():
        return f"values of {gradient(a.data, at, b).block_until_ready().shape[0]} stored"

    return timed(run)


ask("sum(A x), n = 10^6, 5 10^6 stored", "PyTorch", torch_large)
ask("sum(A x), n = 10^6, 5 10^6 stored", "JAX", jax_large)
say("versions", "PyTorch", torch.__version__)
say("versions", "JAX", jax.__version__)
