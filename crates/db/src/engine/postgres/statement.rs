//! Running one statement on PostgreSQL.

use std::pin::pin;

use deadpool_postgres::Object;
use futures_util::TryStreamExt;
use kernel::{BadCell, Cell, Cells, Val};
use postgres_types::private::BytesMut;
use postgres_types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Row, Statement};

use crate::failure::{Failure, Kind};
use crate::tx::Shape;
use crate::{Args, Engine, Sql};

type AnyError = Box<dyn std::error::Error + Sync + Send>;

/// Runs a statement that answers with no rows; how many rows it changed.
pub(crate) async fn exec(client: &Object, sql: Sql, args: &Args) -> Result<u64, Failure> {
    let statement = prepare(client, sql, args).await?;
    if !statement.columns().is_empty() {
        let text = "rows came where none are read: use `returning` or `list`";
        return Err(Failure::new(Kind::Other, text));
    }
    Ok(client.execute_raw(&statement, args.values().iter().map(Bound)).await?)
}

/// Runs a statement and hands each row of its answer over.
pub(crate) async fn query(
    client: &Object,
    sql: Sql,
    args: &Args,
    shape: Shape,
    each: &mut dyn FnMut(&dyn Cells) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let statement = prepare(client, sql, args).await?;
    let columns = statement.columns();
    shape.check(columns.len(), || columns.iter().map(tokio_postgres::Column::name))?;
    let rows = client.query_raw(&statement, args.values().iter().map(Bound)).await?;
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        each(&PgRow(&row))?;
    }
    Ok(())
}

async fn prepare(client: &Object, sql: Sql, args: &Args) -> Result<Statement, Failure> {
    let text = args.fill(sql.0.text(Engine::Postgres))?;
    let statement = client.prepare_cached(&text).await?;
    if statement.params().len() != args.values().len() {
        let text =
            format!("{} placeholders and {} values", statement.params().len(), args.values().len());
        return Err(Failure::new(Kind::Other, text));
    }
    Ok(statement)
}

/// A value in the binary form of whatever type the placeholder has.
#[derive(Debug)]
struct Bound<'v>(&'v Val);

impl Bound<'_> {
    fn integer(n: i64, ty: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match *ty {
            Type::INT8 => n.to_sql(ty, out),
            Type::INT4 => i32::try_from(n)?.to_sql(ty, out),
            Type::INT2 => i16::try_from(n)?.to_sql(ty, out),
            _ => Err(mismatch("a whole number", ty)),
        }
    }
}

fn mismatch(what: &str, ty: &Type) -> AnyError {
    format!("{what} where the placeholder is {ty}").into()
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match self.0 {
            Val::Null => Ok(IsNull::Yes),
            Val::Int(n) => Self::integer(*n, ty, out),
            Val::Real(n) if *ty == Type::FLOAT8 => n.to_sql(ty, out),
            Val::Bool(yes) if *ty == Type::BOOL => yes.to_sql(ty, out),
            Val::Text(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            Val::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            Val::Real(_) => Err(mismatch("a number with a fraction", ty)),
            Val::Bool(_) => Err(mismatch("yes or no", ty)),
            Val::Text(_) => Err(mismatch("text", ty)),
            Val::Bytes(_) => Err(mismatch("bytes", ty)),
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

struct PgRow<'r>(&'r Row);

impl Cells for PgRow<'_> {
    fn cell(&self, place: usize) -> Result<Cell<'_>, BadCell> {
        let read: Result<Option<PgCell<'_>>, _> = self.0.try_get(place);
        match read {
            Ok(cell) => Ok(cell.map_or(Cell::Null, |cell| cell.0)),
            Err(_unreadable) => Err(BadCell::new(
                "a whole number, a fraction, yes or no, text or bytes (cast a SUM to BIGINT)",
                Cell::Null,
            )
            .at(place)),
        }
    }
}

struct PgCell<'r>(Cell<'r>);

impl<'r> FromSql<'r> for PgCell<'r> {
    fn from_sql(ty: &Type, raw: &'r [u8]) -> Result<Self, AnyError> {
        Ok(Self(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::Bool(bool::from_sql(ty, raw)?),
            Type::BYTEA => Cell::Bytes(<&[u8]>::from_sql(ty, raw)?),
            _ => Cell::Text(<&str>::from_sql(ty, raw)?),
        }))
    }

    fn accepts(ty: &Type) -> bool {
        let known = [
            Type::INT8,
            Type::INT4,
            Type::INT2,
            Type::FLOAT8,
            Type::FLOAT4,
            Type::BOOL,
            Type::BYTEA,
        ];
        known.contains(ty) || <&str as FromSql>::accepts(ty)
    }
}
