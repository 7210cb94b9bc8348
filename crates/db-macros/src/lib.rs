//! `#[db_test]` makes one asynchronous function two tests, one on each engine.
#![deny(missing_docs)]

use proc_macro::TokenStream;
use quote::quote;
use syn::{Expr, ItemFn, parse_macro_input};

/// Runs `async fn name(db: Db)` as the tests `name::sqlite` and `name::postgres`, each on a new
/// database with the whole schema.
///
/// `#[db_test(with_opening)]` names a function `fn(Opening) -> Opening` that changes how the
/// database is opened: its clock, its subscribers. A missing PostgreSQL fails the test.
#[proc_macro_attribute]
pub fn db_test(options: TokenStream, item: TokenStream) -> TokenStream {
    let test = parse_macro_input!(item as ItemFn);
    let (names, opening) = if options.is_empty() {
        (quote!(), quote!(|opening| opening))
    } else {
        let change = parse_macro_input!(options as Expr);
        (
            quote!(
                use super::*;
            ),
            quote!(#change),
        )
    };
    if test.sig.asyncness.is_none() || test.sig.inputs.len() != 1 {
        let text = "a database test is an `async fn name(db: Db)`";
        return syn::Error::new_spanned(&test.sig, text).to_compile_error().into();
    }
    let name = &test.sig.ident;
    quote! {
        #test

        mod #name {
            #names

            #[test]
            fn sqlite() {
                ::db::testing::run(::db::Engine::Sqlite, #opening, super::#name);
            }

            #[test]
            fn postgres() {
                ::db::testing::run(::db::Engine::Postgres, #opening, super::#name);
            }
        }
    }
    .into()
}
