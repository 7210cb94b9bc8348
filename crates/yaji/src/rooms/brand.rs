//! What browsers ask for on their own, and the brand's colour as a sheet.

use axum::extract::State;
use axum::response::IntoResponse;
use http::header;
use kernel::Fault;
use web::{App, Path, Reply};

/// The mark on the accent, as a picture.
pub(super) async fn favicon(State(app): State<App>) -> Reply {
    let settings = app.settings();
    let mark: String = settings.mark.chars().take(1).collect();
    let mark = mark.replace(['<', '>', '&', '"'], "");
    let fill = settings.accent.clone().unwrap_or_else(|| "#066f82".to_owned());
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">\
         <rect width=\"64\" height=\"64\" rx=\"12\" fill=\"{fill}\"/>\
         <text x=\"32\" y=\"33\" font-size=\"36\" font-weight=\"600\" font-family=\"serif\" \
         fill=\"#fff\" text-anchor=\"middle\" dominant-baseline=\"central\">{mark}</text></svg>"
    );
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

/// The sheet of a brand colour: its address carries the colour, so it never changes.
pub(super) async fn sheet(Path(name): Path<String>) -> Reply {
    let missing = Fault::Missing("page.missing");
    let colour = name
        .strip_suffix(".css")
        .filter(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let colour = colour.and_then(|hex| u32::from_str_radix(hex, 16).ok()).ok_or(missing)?;
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, crate::colour::sheet(colour)).into_response())
}

/// What search engines may visit.
pub(super) async fn robots() -> Reply {
    let text = "User-agent: *\nDisallow: /studio\nDisallow: /settings\nDisallow: /me\n\
                Disallow: /login\nDisallow: /register\nDisallow: /join/\nDisallow: /pay/\n\
                Disallow: /search\n";
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
