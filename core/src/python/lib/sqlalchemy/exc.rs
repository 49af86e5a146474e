//! `sqlalchemy.exc`, and raising what it holds.

use crate::diagnostic::Problem;
use crate::python::class::{Library, NativeClass};
use crate::python::exceptions::EXCEPTION;
use crate::python::value::Value;
use crate::python::vm::{Stop, Vm};

pub static LIBRARY: Library =
    Library { name: "sqlalchemy.exc", classes: CLASSES, ..Library::EMPTY };

/// Every exception, bases first.
pub static CLASSES: &[&NativeClass] = &[
    &SQLALCHEMY_ERROR,
    &ARGUMENT_ERROR,
    &DUPLICATE_COLUMN_ERROR,
    &CONSTRAINT_COLUMN_NOT_FOUND_ERROR,
    &COMPILE_ERROR,
    &UNSUPPORTED_COMPILATION_ERROR,
    &INVALID_REQUEST_ERROR,
    &NO_INSPECTION_AVAILABLE,
    &NO_SUCH_TABLE_ERROR,
    &NO_SUCH_COLUMN_ERROR,
    &NO_RESULT_FOUND,
    &MULTIPLE_RESULTS_FOUND,
    &RESOURCE_CLOSED_ERROR,
    &UNBOUND_EXECUTION_ERROR,
    &OBJECT_NOT_EXECUTABLE_ERROR,
    &NO_REFERENCE_ERROR,
    &NO_REFERENCED_TABLE_ERROR,
    &NO_REFERENCED_COLUMN_ERROR,
    &STATEMENT_ERROR,
    &DBAPI_ERROR,
    &INTERFACE_ERROR,
    &DATABASE_ERROR,
    &OPERATIONAL_ERROR,
    &PROGRAMMING_ERROR,
    &INTEGRITY_ERROR,
    &INTERNAL_ERROR,
    &DATA_ERROR,
    &NOT_SUPPORTED_ERROR,
    &SA_WARNING,
    &IDENTIFIER_ERROR,
];

pub static SQLALCHEMY_ERROR: NativeClass = error("SQLAlchemyError", &[&EXCEPTION]);
pub static ARGUMENT_ERROR: NativeClass = error("ArgumentError", &[&SQLALCHEMY_ERROR]);
pub static DUPLICATE_COLUMN_ERROR: NativeClass = error("DuplicateColumnError", &[&ARGUMENT_ERROR]);
pub static CONSTRAINT_COLUMN_NOT_FOUND_ERROR: NativeClass =
    error("ConstraintColumnNotFoundError", &[&ARGUMENT_ERROR]);
pub static COMPILE_ERROR: NativeClass = error("CompileError", &[&SQLALCHEMY_ERROR]);
pub static UNSUPPORTED_COMPILATION_ERROR: NativeClass =
    error("UnsupportedCompilationError", &[&COMPILE_ERROR]);
pub static INVALID_REQUEST_ERROR: NativeClass = error("InvalidRequestError", &[&SQLALCHEMY_ERROR]);
pub static IDENTIFIER_ERROR: NativeClass = error("IdentifierError", &[&SQLALCHEMY_ERROR]);
pub static NO_INSPECTION_AVAILABLE: NativeClass =
    error("NoInspectionAvailable", &[&INVALID_REQUEST_ERROR]);
pub static NO_SUCH_TABLE_ERROR: NativeClass = error("NoSuchTableError", &[&INVALID_REQUEST_ERROR]);
pub static NO_SUCH_COLUMN_ERROR: NativeClass =
    error("NoSuchColumnError", &[&INVALID_REQUEST_ERROR]);
pub static NO_RESULT_FOUND: NativeClass = error("NoResultFound", &[&INVALID_REQUEST_ERROR]);
pub static MULTIPLE_RESULTS_FOUND: NativeClass =
    error("MultipleResultsFound", &[&INVALID_REQUEST_ERROR]);
pub static RESOURCE_CLOSED_ERROR: NativeClass =
    error("ResourceClosedError", &[&INVALID_REQUEST_ERROR]);
pub static UNBOUND_EXECUTION_ERROR: NativeClass =
    error("UnboundExecutionError", &[&INVALID_REQUEST_ERROR]);
pub static OBJECT_NOT_EXECUTABLE_ERROR: NativeClass =
    error("ObjectNotExecutableError", &[&ARGUMENT_ERROR]);
pub static NO_REFERENCE_ERROR: NativeClass = error("NoReferenceError", &[&INVALID_REQUEST_ERROR]);
pub static NO_REFERENCED_TABLE_ERROR: NativeClass =
    error("NoReferencedTableError", &[&NO_REFERENCE_ERROR]);
pub static NO_REFERENCED_COLUMN_ERROR: NativeClass =
    error("NoReferencedColumnError", &[&NO_REFERENCE_ERROR]);
pub static STATEMENT_ERROR: NativeClass = error("StatementError", &[&SQLALCHEMY_ERROR]);
pub static DBAPI_ERROR: NativeClass = error("DBAPIError", &[&STATEMENT_ERROR]);
pub static INTERFACE_ERROR: NativeClass = error("InterfaceError", &[&DBAPI_ERROR]);
pub static DATABASE_ERROR: NativeClass = error("DatabaseError", &[&DBAPI_ERROR]);
pub static OPERATIONAL_ERROR: NativeClass = error("OperationalError", &[&DATABASE_ERROR]);
pub static PROGRAMMING_ERROR: NativeClass = error("ProgrammingError", &[&DATABASE_ERROR]);
pub static INTEGRITY_ERROR: NativeClass = error("IntegrityError", &[&DATABASE_ERROR]);
pub static INTERNAL_ERROR: NativeClass = error("InternalError", &[&DATABASE_ERROR]);
pub static DATA_ERROR: NativeClass = error("DataError", &[&DATABASE_ERROR]);
pub static NOT_SUPPORTED_ERROR: NativeClass = error("NotSupportedError", &[&DATABASE_ERROR]);
pub static SA_WARNING: NativeClass = error("SAWarning", &[&EXCEPTION]);

/// Raises an exception of ours, with its message.
pub fn raise(vm: &mut Vm<'_>, class: &'static NativeClass, message: impl AsRef<str>) -> Stop {
    match vm.construct(class, vec![Value::str(message)], Vec::new()) {
        Ok(exception) => Stop::Raise(exception),
        Err(stop) => stop,
    }
}

/// Refuses what is no part of a table where one is meant.
pub fn no_item(vm: &mut Vm<'_>, shown: &str) -> Stop {
    let message =
        format!("'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {shown}");
    raise(vm, &ARGUMENT_ERROR, message)
}

/// Raises what the database says of a statement that it refuses, without the driver's words.
pub fn refused(vm: &mut Vm<'_>, problem: &Problem) -> Stop {
    let (what, kind) = problem.code.split_once('-').unwrap_or(("", problem.code));
    let ending = if what == "duplicate" { "already exists" } else { "does not exist" };
    let name = problem.message.rsplit('`').nth(1);
    let words = format!("{kind} \"{}\" {ending}", name.unwrap_or_default());
    raise(vm, &PROGRAMMING_ERROR, words)
}

const fn error(name: &'static str, bases: &'static [&'static NativeClass]) -> NativeClass {
    NativeClass { name, module: "sqlalchemy.exc", bases, ..NativeClass::EMPTY }
}
