//! Cuts an SQL text into its statements, as the database's own client would.

use std::ops::Range;

use super::Syntax;
use super::scan::{Scanner, Token, TokenKind};
use crate::diagnostic::Problem;

/// A part of an SQL text that runs as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the text, without the final semicolon and the comments around it.
    pub range: Range<usize>,
    /// The rows behind `COPY … FROM STDIN`.
    pub data: Option<Range<usize>>,
    /// Whether it is a command of the client, not of the database: `\echo`, `DELIMITER`.
    pub is_client_command: bool,
    /// Why it may not be what was meant, and where.
    pub problem: Option<(Range<usize>, Problem)>,
}

/// The statements of a text, in order. Takes time in proportion to its length.
pub(super) fn split(text: &str, syntax: Syntax) -> Vec<Piece> {
    let mut splitter = Splitter {
        scanner: Scanner::new(text, syntax),
        syntax,
        pieces: Vec::new(),
        open: Statement::default(),
        has_rows: true,
    };
    while splitter.step().is_some() {}
    splitter.finish();
    splitter.pieces
}

struct Splitter<'a> {
    scanner: Scanner<'a>,
    syntax: Syntax,
    pieces: Vec<Piece>,
    open: Statement<'a>,
    /// Whether the text may still hold a `\.` that ends copied rows.
    has_rows: bool,
}

/// The statement that is being read.
#[derive(Default)]
struct Statement<'a> {
    range: Option<Range<usize>>,
    /// Its first words, as far as they tell what a semicolon in it means.
    words: Vec<&'a str>,
    /// The last two tokens that mean something.
    before: [&'a str; 2],
    parens: usize,
    blocks: usize,
    copies_from_stdin: bool,
    problem: Option<(Range<usize>, Problem)>,
}

impl<'a> Splitter<'a> {
    fn step(&mut self) -> Option<()> {
        if let Some(delimiter) = self.scanner.delimiter
            && self.scanner.rest().starts_with(delimiter)
        {
            self.close();
            self.scanner.at += delimiter.len();
            return Some(());
        }
        let token = self.scanner.next()?;
        let word = token.text(self.scanner.text);
        if !token.closed {
            self.note_unterminated(token);
        }
        if !token.is_significant() {
            return Some(());
        }
        match token.kind {
            TokenKind::Mark if word == ";" && self.scanner.delimiter.is_none() => {
                self.semicolon(token);
            }
            TokenKind::Mark if word == "\\" && self.syntax == Syntax::PostgreSql => {
                self.close();
                self.client_command(token);
            }
            TokenKind::Word if self.starts_delimiter_command(word) => self.delimiter(token),
            _ => {
                self.open.take(token, word, self.syntax);
            }
        }
        Some(())
    }

    fn semicolon(&mut self, token: Token) {
        if self.open.is_inside() {
            self.open.take(token, ";", self.syntax);
        } else {
            let copies = self.open.copies_from_stdin;
            self.close();
            if copies && self.has_rows {
                self.take_data();
            }
        }
    }

    fn close(&mut self) {
        let statement = std::mem::take(&mut self.open);
        if let Some(range) = statement.range {
            self.pieces.push(Piece {
                range,
                data: None,
                is_client_command: false,
                problem: statement.problem,
            });
        }
    }

    fn finish(&mut self) {
        self.close();
    }

    fn note_unterminated(&mut self, token: Token) {
        let problem = (token.start..token.end, problem::unterminated(token.kind));
        if token.is_significant() || self.open.range.is_some() {
            self.open.problem.get_or_insert(problem);
        } else {
            // A comment that never ends may hide statements: it is kept to be spoken of.
            self.pieces.push(Piece {
                range: token.start..token.end,
                data: None,
                is_client_command: true,
                problem: Some(problem),
            });
        }
    }

    /// A psql command goes to the end of its line.
    fn client_command(&mut self, token: Token) {
        let line = self.scanner.rest().lines().next().unwrap_or_default();
        self.scanner.at += line.len();
        let end = token.end + line.trim_end().len();
        self.pieces.push(Piece {
            range: token.start..end,
            data: None,
            is_client_command: true,
            problem: None,
        });
    }

    /// The rows behind `COPY … FROM STDIN;`, up to the line with `\.`.
    fn take_data(&mut self) {
        let rest = self.scanner.rest();
        let Some(line_end) = rest.find('\n') else { return };
        let mut at = line_end + 1;
        for line in rest.get(at..).unwrap_or_default().split_inclusive('\n') {
            if line.trim_end() == "\\." {
                let start = self.scanner.at + line_end + 1;
                let data = start..self.scanner.at + at;
                self.scanner.at += at + line.len();
                if let Some(piece) = self.pieces.last_mut() {
                    piece.data = Some(data);
                }
                return;
            }
            at += line.len();
        }
        self.has_rows = false;
        // Without an end the rows cannot be told from statements: a driver reads statements.
    }

    fn starts_delimiter_command(&self, word: &str) -> bool {
        self.syntax == Syntax::MySql
            && self.open.range.is_none()
            && word.eq_ignore_ascii_case("delimiter")
    }

    fn delimiter(&mut self, token: Token) {
        let line = self.scanner.rest().lines().next().unwrap_or_default();
        let delimiter = line.split_whitespace().next().unwrap_or(";");
        self.scanner.delimiter = Some(delimiter).filter(|it| *it != ";");
        self.client_command(token);
    }
}

impl<'a> Statement<'a> {
    fn take(&mut self, token: Token, word: &'a str, syntax: Syntax) {
        let start = self.range.as_ref().map_or(token.start, |it| it.start);
        self.range = Some(start..token.end);
        match word {
            "(" => self.parens += 1,
            ")" => self.parens = self.parens.saturating_sub(1),
            _ if token.kind == TokenKind::Word => self.take_word(word, syntax),
            _ => {}
        }
        if token.kind == TokenKind::Word && self.words.len() < MAX_WORDS {
            self.words.push(word);
        }
        let [_, last] = self.before;
        self.before = [last, word];
    }

    fn take_word(&mut self, word: &str, syntax: Syntax) {
        let [_, last] = self.before;
        let is = |it: &str| word.eq_ignore_ascii_case(it);
        if is("stdin") && last.eq_ignore_ascii_case("from") && self.starts_with("copy") {
            self.copies_from_stdin = true;
        }
        if syntax == Syntax::PostgreSql {
            let atomic = is("atomic") && last.eq_ignore_ascii_case("begin");
            self.blocks += usize::from(atomic && self.creates(&["function", "procedure"]));
            if self.blocks > 0 && is("case") && !last.eq_ignore_ascii_case("end") {
                self.blocks += 1;
            }
        } else if self.creates(&["trigger", "procedure", "function", "event"]) {
            let opens = is("begin") || is("case");
            self.blocks += usize::from(opens && !last.eq_ignore_ascii_case("end"));
            // `END IF`, `END LOOP` and the like close what was not counted.
            let closes_other = ["if", "loop", "while", "repeat"].into_iter().any(is);
            self.blocks += usize::from(closes_other && last.eq_ignore_ascii_case("end"));
        }
        if is("end") {
            self.blocks = self.blocks.saturating_sub(1);
        }
    }

    /// Whether a semicolon here is part of the statement.
    fn is_inside(&self) -> bool {
        self.blocks > 0 || (self.parens > 0 && self.creates(&["rule"]))
    }

    fn starts_with(&self, word: &str) -> bool {
        self.words.first().is_some_and(|it| it.eq_ignore_ascii_case(word))
    }

    fn creates(&self, objects: &[&str]) -> bool {
        let named = |it: &&str| objects.iter().any(|object| it.eq_ignore_ascii_case(object));
        self.starts_with("create") && self.words.iter().any(named)
    }
}

/// Enough for `CREATE OR REPLACE DEFINER = a @ b SQL SECURITY … PROCEDURE`.
const MAX_WORDS: usize = 8;

mod problem {
    use super::{Problem, TokenKind};
    use crate::diagnostic::code;

    pub(super) fn unterminated(kind: TokenKind) -> Problem {
        let what = match kind {
            TokenKind::Comment => "comment",
            TokenKind::Quoted => "quoted name",
            _ => "string",
        };
        Problem::error(code::UNTERMINATED_TEXT, format!("a {what} opens here and never ends"))
            .help("close it: all that follows is read as part of it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, syntax: Syntax) -> Vec<&str> {
        split(text, syntax).into_iter().map(|it| text.get(it.range).expect("a range")).collect()
    }

    fn postgresql(text: &str) -> Vec<&str> {
        texts(text, Syntax::PostgreSql)
    }

    #[test]
    fn comments_around_a_statement_are_left_out() {
        assert_eq!(
            postgresql("-- a\nSELECT 1 -- b\n; /* c */ ;; SELECT 2"),
            ["SELECT 1", "SELECT 2"]
        );
    }

    #[test]
    fn quoted_semicolons_do_not_split() {
        let text = r#"SELECT ';', E'\';', $$;$$, $x$;$$;$x$, ";""#;
        assert_eq!(postgresql(text), [text]);
    }

    #[test]
    fn a_body_between_begin_atomic_and_end_is_one_statement() {
        let text = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC \
                    SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        assert_eq!(postgresql(&format!("{text}; SELECT 3")), [text, "SELECT 3"]);
    }

    #[test]
    fn the_actions_of_a_rule_are_one_statement() {
        let text = "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)";
        assert_eq!(
            postgresql(&format!("{text}; SELECT (3; SELECT 4")),
            [text, "SELECT (3", "SELECT 4"]
        );
    }

    #[test]
    fn copied_rows_belong_to_their_statement() {
        let text = "COPY t FROM stdin;\n1\t;'\n\\.\nSELECT 1;";
        let pieces = split(text, Syntax::PostgreSql);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].data.clone().and_then(|it| text.get(it)), Some("1\t;'\n"));
    }

    #[test]
    fn a_client_command_ends_with_its_line() {
        let text = "\\echo it's\nSELECT 1\n\\gexec\nSELECT 2";
        assert_eq!(postgresql(text), ["\\echo it's", "SELECT 1", "\\gexec", "SELECT 2"]);
    }

    #[test]
    fn a_trigger_of_sqlite_ends_with_its_end() {
        let text = "CREATE TRIGGER t AFTER INSERT ON a BEGIN \
                    UPDATE a SET b = CASE WHEN 1 THEN 2 END; SELECT 1; END";
        assert_eq!(
            texts(&format!("{text}; BEGIN; SELECT 2"), Syntax::Sqlite),
            [text, "BEGIN", "SELECT 2"]
        );
    }

    #[test]
    fn a_delimiter_splits_instead_of_the_semicolon() {
        let text =
            "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;";
        assert_eq!(
            texts(text, Syntax::MySql),
            ["DELIMITER $$", "CREATE PROCEDURE p() BEGIN SELECT 1; END", "DELIMITER ;", "SELECT 2"]
        );
    }

    #[test]
    fn an_if_in_a_procedure_does_not_end_it() {
        let text = "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; SELECT 2; END";
        assert_eq!(texts(&format!("{text}; SELECT 3"), Syntax::MySql), [text, "SELECT 3"]);
    }

    #[test]
    fn an_open_string_is_reported_where_it_opens() {
        let pieces = split("SELECT 1; SELECT 'a;\nSELECT 2;", Syntax::PostgreSql);
        let (range, problem) = pieces[1].problem.clone().expect("a problem");
        assert_eq!((range.start, problem.code), (17, "unterminated-text"));
    }
}
