//! Hostile files: names, types, descriptions and contents that would break out of where they are
//! shown or served.

use db::{Db, db_test};
use testkit::{Answer, Caller, File, Page};

use super::super::media::picture;
use super::super::world::{cast, wired};
use super::hostile::corpus;

/// Where files are sent.
const WAYS: [&str; 3] = ["/media", "/me/media", "/settings/avatar"];
/// Who sends them.
const SENDERS: [Caller; 4] = [Caller::Visitor, Caller::Free, Caller::Moderator, Caller::Owner];

/// What is wrong with an answer, if anything.
fn wrong(caller: Caller, real: bool, answer: &Answer) -> Option<String> {
    let status = answer.status;
    let html = answer.header("content-type").starts_with("text/html");
    let dangers = if html { Page::parse(&answer.text).dangers() } else { Vec::new() };
    let visitor = caller == Caller::Visitor;
    // A visitor is refused or led to the page for signing in.
    let led = status == 303 && answer.header("location").starts_with("/login");
    let right = if visitor {
        led || status == 401 || status == 403
    } else if real {
        !status.is_server_error()
    } else {
        status.is_client_error()
    };
    (!right || !dangers.is_empty()).then(|| format!("{status} {dangers:?}"))
}

#[db_test(wired)]
async fn no_name_type_description_or_content_of_a_file_runs_or_breaks_anything(db: Db) {
    let cast = cast(db).await;
    let (real, mut mistakes, mut sent) = (picture(40, 30, 1), Vec::new(), 0);
    for caller in SENDERS {
        let mut browser = cast.browser(caller).await;
        for (number, input) in corpus().iter().enumerate() {
            let lie = ["image/svg+xml", "text/html", input][number % 3];
            let files = [
                (File { name: input, kind: lie, content: &real }, true),
                (File { name: input, kind: "image/png", content: input.as_bytes() }, false),
            ];
            let fields = [("alt", input.as_str())];
            for (file, real) in files {
                let way = WAYS[number % WAYS.len()];
                let answer = browser.upload_as(way, &fields, &file).await;
                sent += 1;
                if let Some(why) = wrong(caller, real, &answer) {
                    let short: String = input.chars().take(40).collect();
                    mistakes.push(format!("{caller:?} {way} {short:?}: {why}"));
                }
            }
        }
        for path in ["/me/media", "/settings/profile", "/studio/media", "/studio", "/"] {
            let page = browser.get(path).await;
            let dangers = Page::parse(&page.text).dangers();
            let addresses = Page::parse(&page.text).links();
            for source in addresses.iter().filter(|link| link.starts_with("/media/")) {
                let kind = browser.get(source).await.header("content-type");
                if kind.contains("svg") || kind.contains("html") || kind.contains("text/") {
                    mistakes.push(format!("{caller:?} {source} is served as {kind}"));
                }
            }
            if page.status.is_server_error() || !dangers.is_empty() {
                mistakes.push(format!("{caller:?} {path}: {} {dangers:?}", page.status));
            }
        }
    }
    println!("{sent} files sent");
    let shown = &mistakes[..mistakes.len().min(30)];
    assert!(mistakes.is_empty(), "{} wrong\n{}", mistakes.len(), shown.join("\n"));
    assert!(sent > 400, "{sent} sent");
}
