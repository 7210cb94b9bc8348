//! The Markdown editor.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Texts;

/// One button of the toolbar.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    /// What the script inserts around the selection.
    pub insert: &'static str,
    /// A name of `icons/names.txt`.
    pub icon: &'static str,
    /// Its word.
    pub label: &'static str,
}

/// Where pictures of a text go.
#[derive(Debug, Clone)]
pub struct UploadView {
    /// Where the script sends each as the field `file` of a form; the answer is a part of a page.
    pub post: String,
    /// The page where they are brought in without script.
    pub library: String,
    /// The most bytes of one.
    pub most: usize,
}

impl UploadView {
    fn megabytes(&self) -> usize {
        self.most / (1024 * 1024)
    }
}

/// A textarea for Markdown (component 36) that works alone; with script it has a toolbar, the
/// server's preview and drafts kept in the browser.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/editor.html")]
pub struct EditorView {
    /// The words.
    pub t: Texts,
    /// The id in the page.
    pub id: String,
    /// The name in the form.
    pub name: String,
    /// The visible label.
    pub label: String,
    /// Markdown.
    pub value: String,
    /// What helps to write.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Where `body` is posted for a preview; the answer is rendered HTML. Without script the form
    /// itself is sent, with `act=preview`.
    pub preview: String,
    /// How the text will look, as HTML, where the form was sent for that.
    pub shown: Option<String>,
    /// Where whom to mention is asked for while a name is typed.
    pub mentions: String,
    /// The draft's key in the browser, such as `new-post` or `comment-{post}`; `None` keeps none.
    pub draft: Option<String>,
    /// The lines shown at first.
    pub rows: u8,
    /// The most characters.
    pub max: Option<u32>,
    /// Must not stay empty.
    pub required: bool,
    /// Whether the text may have a part for paying members.
    pub divider: bool,
    /// The smaller form, for comments.
    pub compact: bool,
    /// Where its pictures go; `None` takes none.
    pub uploads: Option<UploadView>,
}

impl EditorView {
    fn tools(&self) -> Vec<Tool> {
        let tool = |insert, icon, label| Tool { insert, icon, label };
        let t = self.t;
        let mut tools = vec![
            tool("bold", "bold", t.editor_bold()),
            tool("italic", "italic", t.editor_italic()),
            tool("link", "link", t.editor_link()),
            tool("quote", "quote", t.editor_quote()),
            tool("code", "code", t.editor_code()),
            tool("list", "list", t.editor_list()),
        ];
        if !self.compact {
            tools.push(tool("heading", "heading-2", t.editor_heading()));
            tools.push(tool("numbers", "list-ordered", t.editor_numbers()));
            tools.push(tool("table", "table-2", t.editor_table()));
            tools.push(tool("math", "sigma", t.editor_math()));
        }
        tools
    }
}

impl HtmlSafe for EditorView {}
