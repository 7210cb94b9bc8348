//! Every address of this slice.

use web::{Lane, Permission, Routes, Who};

use crate::{checkout, ledger_book, membership, order, payment, product, refund, sandbox};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    let routes = Routes::of("commerce")
        .get_in(Lane::Checkout, "/join", checkout::plans::choose, Who::Anyone)
        .get_in(Lane::Checkout, "/join/{price}", checkout::page::show, Who::Anyone)
        .post_in(Lane::Checkout, "/join/{price}", checkout::page::post_order, Who::Anyone)
        .get_in(Lane::Checkout, "/pay/{no}", checkout::wait::show, Who::Anyone)
        .post_in(Lane::Checkout, "/pay/{no}", checkout::wait::show, Who::Provider)
        .post_in(Lane::Checkout, "/pay/{no}/again", checkout::page::post_again, Who::Member)
        .post_in(Lane::Checkout, "/pay/{no}/cancel", checkout::wait::post_cancel, Who::Member)
        .get_in(Lane::Checkout, "/pay/sandbox/{reference}", sandbox::page::show, Who::Signed)
        .post_in(Lane::Checkout, "/pay/sandbox/{reference}", sandbox::page::post, Who::Signed)
        .post_in(Lane::Notices, "/hooks/payments/{provider}", payment::api::notice, Who::Provider)
        .get("/me/membership", membership::page::show, Who::Member)
        .get("/me/orders", membership::page::list_orders, Who::Member)
        .get("/me/orders/{no}", membership::page::show_order, Who::Member);
    api(studio(routes))
}

fn studio(routes: Routes) -> Routes {
    let (reads, refunds) =
        (Who::Needs(Permission::OrdersRead), Who::Needs(Permission::RefundsGive));
    let (products, books) =
        (Who::Needs(Permission::ProductsManage), Who::Needs(Permission::LedgerRead));
    routes
        .get("/studio/products", product::studio::list, products)
        .post("/studio/products", product::studio::post_create, products)
        .get("/studio/products/{id}", product::studio::detail::show, products)
        .post("/studio/products/{id}", product::studio::detail::post, products)
        .post("/studio/products/{id}/sale", product::studio::post_sale, products)
        .post("/studio/products/{id}/prices", product::studio::detail::post_price, products)
        .post(
            "/studio/products/{id}/prices/{price}/sale",
            product::studio::detail::post_price_sale,
            products,
        )
        .get("/studio/orders", order::studio::list, reads)
        .get("/studio/orders/{no}", order::studio::detail::show, reads)
        .post("/studio/orders/{no}/refunds", order::studio::detail::post_refund, refunds)
        .post("/studio/orders/{no}/settle", order::studio::detail::post_settle, refunds)
        .get("/studio/ledger", ledger_book::studio::show, books)
}

fn api(routes: Routes) -> Routes {
    let refunds = Who::Needs(Permission::RefundsGive);
    let products = Who::Needs(Permission::ProductsManage);
    let books = Who::Needs(Permission::LedgerRead);
    routes
        .api(web::api_routes!(product::api::list), Who::Anyone)
        .api(web::api_routes!(product::api::create), products)
        .api(web::api_routes!(product::api::update), products)
        .api(web::api_routes!(order::api::list), Who::Member)
        .api_in(Lane::Checkout, web::api_routes!(order::api::create), Who::Member)
        .api_in(Lane::Checkout, web::api_routes!(order::api::show), Who::Member)
        .api_in(Lane::Checkout, web::api_routes!(order::api::put_cancelled), Who::Member)
        .api_in(Lane::Checkout, web::api_routes!(payment::api::create), Who::Member)
        .api_in(Lane::Checkout, web::api_routes!(payment::api::put_settled), refunds)
        .api_in(Lane::Checkout, web::api_routes!(refund::api::create), refunds)
        .api_in(Lane::Checkout, web::api_routes!(refund::api::preview), refunds)
        .api(web::api_routes!(ledger_book::api::list), books)
        .api(web::api_routes!(ledger_book::api::balances), books)
        .api(web::api_routes!(ledger_book::api::unapplied), books)
}
