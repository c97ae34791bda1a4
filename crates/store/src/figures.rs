//! All cells of a report, compact: what trends and comparisons need without reading the whole object.

use reporting::figures::compact;
use reporting::form::Form;
use reporting::report::Tables;

/// The cells of a report's three tables (表格数据), without where they were printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures(pub Tables);

impl Figures {
    /// As text for the store ([`compact`]).
    pub(crate) fn to_text(tables: &Tables) -> String {
        compact::to_text(tables)
    }

    /// From the text of the store; none when it is not the text of this form.
    pub(crate) fn from_text(form: &str, text: &str) -> Option<Figures> {
        compact::from_text(Form::by_key(form)?, text).map(Figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_another_form_are_none() {
        let [old, new] = [0, 1].map(|at| &Form::all()[at]);
        let text = Figures::to_text(&Tables::empty(old));
        assert_eq!(Figures::from_text(&old.key, &text), Some(Figures(Tables::empty(old))));
        assert_eq!(Figures::from_text(&new.key, &text), None);
        assert_eq!(Figures::from_text("1999", &text), None);
    }
}
