//! Buying: the choice of plans, one page of checkout, and the page that waits for the money.

pub mod page;
pub mod plans;
mod standing;
pub mod wait;

use http::HeaderMap;
use web::{App, Reply, Viewer, cookies};

/// The cookie that binds the form of a checkout to the browser that was given it.
const COOKIE: &str = "k";
/// Seconds for which a form can be sent.
pub(crate) const FORM_S: i64 = 30 * 60;
const FORM: &str = "checkout.form";
const BACK: &str = "checkout.back";

/// Signs the path that a buyer comes back to.
#[must_use]
pub fn seal_back(app: &App, path: &str) -> String {
    app.keys().sign(BACK, web::back_to(Some(path)).as_bytes())
}

/// The path that a buyer comes back to; home when we did not sign it.
#[must_use]
pub fn open_back(app: &App, sealed: Option<&str>) -> String {
    let bytes = sealed.and_then(|sealed| app.keys().open_signed(BACK, sealed));
    let path = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    web::back_to(path.as_deref()).to_owned()
}

/// Who cannot buy at a price is led to the plans, and told why.
fn to_the_plans(app: &App, viewer: &Viewer, back: &str, why: &str) -> Reply {
    let path = match open_back(app, Some(back)).as_str() {
        "/" => "/join".to_owned(),
        back => format!("/join?back={}", seal_back(app, back)),
    };
    web::see_other_with(app, viewer, &path, web::fault_text(viewer.locale, why))
}

/// Who cannot pay an order or give it up any more is led to what it is now, and told why.
fn to_the_order(app: &App, viewer: &Viewer, no: &str, why: &str) -> Reply {
    let path = match why {
        "order.already_paid" => format!("/me/orders/{no}"),
        _ => format!("/pay/{no}"),
    };
    web::see_other_with(app, viewer, &path, web::fault_text(viewer.locale, why))
}

/// Where an unpaid order is given up.
pub(crate) fn cancel_path(no: &str) -> String {
    format!("/pay/{no}/cancel")
}

/// A form's key and the browser's half of it.
pub(crate) struct FormKey {
    /// What stands in the form.
    pub(crate) key: String,
    /// What stands in the cookie.
    pub(crate) browser: String,
}

/// Makes a form's key, bound to this browser.
pub(crate) fn make_key(app: &App, viewer: &Viewer, headers: &HeaderMap) -> FormKey {
    let known = cookies::read(headers, COOKIE, &viewer.origin).filter(|value| value.len() == 43);
    let browser = known.map_or_else(web::random_token, str::to_owned);
    let text = format!("{browser}:{}:{}", app.now().micros(), web::random_token());
    FormKey { key: app.keys().sign(FORM, text.as_bytes()), browser }
}

/// The stored form of a key that came back from its own browser in time.
pub(crate) fn check_key(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    key: &str,
) -> Option<String> {
    let text = String::from_utf8(app.keys().open_signed(FORM, key)?).ok()?;
    let (browser, rest) = text.split_once(':')?;
    let (made_at, _) = rest.split_once(':')?;
    let age = app.now().micros().checked_sub(made_at.parse::<i64>().ok()?)?;
    let cookie = cookies::read(headers, COOKIE, &viewer.origin)?;
    let fresh = (0..=FORM_S * 1_000_000).contains(&age);
    (fresh && cookie == browser).then(|| web::sessions::fingerprint(key))
}
