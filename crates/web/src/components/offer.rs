//! What a locked thing costs.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Texts;

/// One price (component 28).
#[derive(Debug, Clone)]
pub struct PlanOption {
    /// The price's id, as the form sends it.
    pub value: String,
    /// "One year".
    pub name: String,
    /// "¥199".
    pub amount: String,
    /// "/year"; may be empty.
    pub per: String,
    /// A second line: what it opens, what it saves.
    pub sub: Option<String>,
    /// A word beside the name: "best value".
    pub best: Option<String>,
    /// Whether it is chosen.
    pub checked: bool,
}

/// Prices to choose from (component 28).
#[derive(Debug, Clone, Template)]
#[template(path = "ui/plans.html")]
pub struct PlanChoice {
    /// The name of the form field.
    pub field: &'static str,
    /// What is chosen.
    pub legend: String,
    /// Whether the legend is for assistive technology alone.
    pub hide_legend: bool,
    /// One to four prices, one of them checked.
    pub options: Vec<PlanOption>,
}

impl HtmlSafe for PlanChoice {}

/// The card that opens something (component 27).
#[derive(Debug, Clone, Template)]
#[template(path = "ui/offer.html")]
pub struct OfferView {
    /// The words.
    pub t: Texts,
    /// What is locked, with true counts.
    pub heading: String,
    /// A sentence below it.
    pub lead: Option<String>,
    /// The checkout page, asked by GET with the price.
    pub action: String,
    /// Further form fields: where to go back to …
    pub hidden: Vec<(String, String)>,
    /// The prices.
    pub plans: PlanChoice,
    /// What else it opens, a line each.
    pub opens: Vec<String>,
    /// The verb of the button; the amount is added.
    pub join: String,
    /// Refund window, renewal: short facts.
    pub notes: Vec<String>,
    /// Where a member signs in; `None` for those who are signed in.
    pub sign_in: Option<String>,
    /// "1,284 members …".
    pub proof: Option<String>,
}

impl OfferView {
    /// The amounts in the order of the options: the style shows the one that is chosen.
    fn amounts(&self) -> impl Iterator<Item = &str> {
        self.plans.options.iter().map(|option| option.amount.as_str())
    }
}

impl HtmlSafe for OfferView {}
