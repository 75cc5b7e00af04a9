//! `hessian` and `jacobian`: matrices of derivatives, by the functions of dual numbers.

use super::functions::Printer;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

impl Printer<'_> {
    /// The gradient's derivatives, column by column.
    pub(super) fn hessian(&self, number: &Type) -> TokenStream {
        let (head, by_columns) = (self.head("hessian", number), self.by_columns("_gradient"));
        let pattern = self.pattern("hessian_pattern", number, "_gradient", "symmetric_pattern");
        let sparse = self.sparse("sparse_hessian", number, "_gradient", None);
        quote! {
            /// The matrix of second derivatives: entry `(i, j)` by the `i`-th and the `j`-th real number of the arguments.
            #head { #by_columns }
            #pattern
            #sparse
        }
    }

    /// Where the matrix has entries, by a function of the runtime.
    fn pattern(&self, name: &str, number: &Type, suffix: &str, find: &str) -> TokenStream {
        let (runtime, visibility, generics) = (self.runtime, &self.signature.visibility, self.generics_but_width());
        let (name, find) = (self.named(name), Ident::new(find, Span::mixed_site()));
        let (parameters, run) = (self.parameters(), self.run_in_basis(suffix));
        let predicates = self.predicates(&quote!({ #runtime::forward::LANES }));
        quote! {
            #runtime::with_sparse_matrices! {
                /// Where that matrix has entries, by the branches that the function takes at this point.
                #visibility fn #name<#(#generics),*>(#(#parameters),*) -> #runtime::forward::Pattern
                where #predicates
                {
                    #runtime::forward::#find::<#number, _>(#run)
                }
            }
        }
    }

    /// The same as a sparse matrix, whose pattern was coloured. `by_rows` is what fills it where rows have the colours.
    fn sparse(&self, name: &str, number: &Type, suffix: &str, by_rows: Option<TokenStream>) -> TokenStream {
        let (runtime, visibility, generics) = (self.runtime, &self.signature.visibility, self.generics_but_width());
        let (name, coloring) = (self.named(name), coloring());
        let (parameters, run) = (self.parameters(), self.run_in_basis(suffix));
        let predicates = self.predicates(&quote!({ #runtime::forward::LANES }));
        let of_pullback = by_rows.is_some().then(|| self.predicates(&quote!(0)));
        quote! {
            #runtime::with_sparse_matrices! {
                /// The same matrix as a sparse one, whose pattern was coloured before: with one direction for each colour, and
                /// one more that checks that there is nothing outside the pattern. Panics if there is.
                #visibility fn #name<#(#generics),*>(#(#parameters,)* #coloring: &#runtime::forward::Coloring)
                    -> #runtime::forward::CsMat<#number>
                where #predicates #of_pullback
                {
                    #by_rows
                    #runtime::forward::by_colors(#coloring, #run)
                }
            }
        }
    }

    /// The derivatives of a result of several numbers, in the cheaper of two ways, and in each.
    pub(super) fn jacobian(&self, number: &Type) -> TokenStream {
        let (runtime, again) = (self.runtime, self.again());
        let head = |name| self.head(name, number);
        let (either, forward, reverse) = (head("jacobian"), head("jacobian_forward"), head("jacobian_reverse"));
        let (on_none, by_columns) = (self.call("", &quote!(0), &self.in_basis(&quote!(0))), self.by_columns(""));
        let coloring = coloring();
        let by_colors_of_rows = self.by_pullback(quote!(by_colors_of_rows), &quote!(#coloring, seed));
        let sparse_by_rows = quote! {
            if #coloring.is_of_rows() {
                return #by_colors_of_rows;
            }
        };
        let pattern = self.pattern("jacobian_pattern", number, "", "pattern");
        let sparse = self.sparse("sparse_jacobian", number, "", Some(sparse_by_rows));
        let by_rows = self.by_pullback(quote!(by_rows), &quote!(seed, basis.count()));
        let own = self.own_arguments();
        let own = quote!(::<#(#own),*>);
        let [in_reverse, in_forward] =
            ["jacobian_reverse", "jacobian_forward"].map(|name| self.call_with_parameters(name, &own, &[]));
        quote! {
            /// The matrix of derivatives, entry `(i, j)` of the `i`-th real number of the result by the `j`-th of the
            /// arguments: by `jacobian_reverse` where that is cheaper than `jacobian_forward`.
            #either {
                let basis = &mut #runtime::forward::Basis::from(0);
                let mut value = {
                    #again
                    #on_none
                };
                if #runtime::forward::is_cheaper_by_rows::<#number>(&mut value, basis.count()) {
                    #in_reverse
                } else {
                    #in_forward
                }
            }

            /// The matrix of derivatives by forward mode, a few columns at a time.
            #forward { #by_columns }

            #pattern

            #sparse

            /// The matrix of derivatives by reverse mode, row by row.
            #reverse { #by_rows }
        }
    }

    /// The derivatives of a complex function of complex numbers.
    pub(super) fn wirtinger(&self, number: &Type) -> Option<TokenStream> {
        let mut moving = self.signature.parameters.iter().filter(|parameter| self.moves(parameter)).peekable();
        moving.peek()?;
        if !self.moving.is_complex(&self.signature.output) || !moving.all(|it| self.moving.is_complex(&it.ty)) {
            return None;
        }
        let (runtime, visibility, parameters) = (self.runtime, &self.signature.visibility, self.parameters());
        let (generics, own) = (self.generics_but_width(), self.own_arguments());
        let clauses = [quote!(0), quote!({ #runtime::forward::LANES })].map(|width| self.predicates(&width));
        let own = quote!(::<#(#own),*>);
        let (name, holomorphic) = (self.named("wirtinger"), self.named("holomorphic_jacobian"));
        let [jacobian, both] = ["jacobian", "wirtinger"].map(|name| self.call_with_parameters(name, &own, &[]));
        Some(quote! {
            /// The derivatives of each complex number of the result by each one of the arguments, and by its conjugate.
            #visibility fn #name<#(#generics),*>(#(#parameters),*) -> #runtime::forward::Wirtinger<#number>
            where #(#clauses)*
            {
                #runtime::forward::Wirtinger::of(&#jacobian)
            }

            /// The derivatives of a holomorphic function. Panics if there is a derivative by the conjugate of an argument.
            #visibility fn #holomorphic<#(#generics),*>(#(#parameters),*)
                -> #runtime::forward::Matrix<#runtime::Complex<#number>>
            where #(#clauses)*
            {
                #both.holomorphic()
            }
        })
    }

    /// What a function of the runtime makes of the pullback, given a zero `seed` and the `basis` that has counted the arguments.
    fn by_pullback(&self, function: TokenStream, given: &TokenStream) -> TokenStream {
        let (runtime, none) = (self.runtime, quote!(0));
        let call = self.call("_pullback", &none, &self.in_basis(&none));
        quote! {{
            let basis = &mut #runtime::forward::Basis::from(0);
            // The pullback borrows its arguments: they live as long as the `match`.
            match #call {
                (value, pullback) => {
                    let seed = #runtime::zero::<#runtime::Tangent, _>(&value);
                    #runtime::forward::#function(#given, pullback)
                }
            }
        }}
    }

    /// `fn hessian(x: &[f64]) -> Matrix<f64>`
    fn head(&self, name: &str, number: &Type) -> TokenStream {
        let (runtime, visibility) = (self.runtime, &self.signature.visibility);
        let (name, parameters) = (self.named(name), self.parameters());
        let generics = self.generics_but_width();
        // For the numbers of directions that are asked for.
        let clauses = [quote!(0), quote!({ #runtime::forward::LANES })].map(|width| self.predicates(&width));
        quote! {
            #visibility fn #name<#(#generics),*>(#(#parameters),*) -> #runtime::forward::Matrix<#number>
            where #(#clauses)*
        }
    }

    /// The columns of a matrix of derivatives of what a function on dual numbers gives.
    fn by_columns(&self, suffix: &str) -> TokenStream {
        let (runtime, run) = (self.runtime, self.run_in_basis(suffix));
        quote!(#runtime::forward::by_columns(#run))
    }

    /// `|basis| f(x in that basis)`
    fn run_in_basis(&self, suffix: &str) -> TokenStream {
        let (runtime, again) = (self.runtime, self.again());
        let lanes = quote!({ #runtime::forward::LANES });
        let call = self.call(suffix, &lanes, &self.in_basis(&lanes));
        quote! {
            |basis| {
                #again
                #call
            }
        }
    }

    /// The arguments along the unit vectors of `basis`.
    fn in_basis(&self, width: &TokenStream) -> Vec<TokenStream> {
        let runtime = self.runtime;
        self.lifted(width, |_| quote!(#runtime::forward::Directions::Basis(basis)))
    }

    /// What is not lifted is given again to each run.
    fn again(&self) -> TokenStream {
        let runtime = self.runtime;
        let moved = self
            .signature
            .parameters
            .iter()
            .filter(|parameter| !matches!(parameter.ty, Type::Reference(_)) && !self.is_lifted(parameter));
        let again = moved.map(|parameter| {
            let name = &parameter.name;
            quote!(let #name = #runtime::Lent(&#name).again();)
        });
        again.collect()
    }
}

/// The name of a parameter for a colouring.
fn coloring() -> Ident {
    Ident::new("coloring", Span::mixed_site())
}
