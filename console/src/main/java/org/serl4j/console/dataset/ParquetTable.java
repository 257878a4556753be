package org.serl4j.console.dataset;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A small table in memory that becomes, or comes from, a Parquet file. DuckDB does the format.
 *
 * @param columns names and SQL types, in order
 * @param rows one array a row, one value a column: Boolean, Integer, Long, Float, Double, String,
 *     byte[], or a List of these; null where the file has null
 */
record ParquetTable(List<Column> columns, List<@Nullable Object[]> rows) {
  /**
   * @param sqlType as DuckDB writes it, such as {@code FLOAT[]}
   */
  record Column(String name, String sqlType) {}

  ParquetTable {
    columns = List.copyOf(columns);
  }

  /**
   * @param footer key-value metadata of the file's footer
   * @throws DatasetException if the file cannot be written
   */
  void write(Path file, Map<String, String> footer) {
    try (DuckDBConnection duckdb = connect()) {
      String table =
          columns.stream()
              .map(column -> identifier(column.name()) + " " + column.sqlType())
              .collect(Collectors.joining(", ", "CREATE TABLE t (", ")"));
      execute(duckdb, table);
      fill(duckdb);
      String metadata =
          footer.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", "));
      execute(
          duckdb,
          "COPY t TO "
              + text(file.toString())
              + " (FORMAT parquet, COMPRESSION snappy"
              + (metadata.isEmpty() ? "" : ", KV_METADATA {" + metadata + "}")
              + ")");
    } catch (SQLException e) {
      throw new DatasetException("cannot write " + file + ": " + DatasetException.reason(e), e);
    }
  }

  private void fill(DuckDBConnection duckdb) throws SQLException {
    try (DuckDBAppender appender = duckdb.createAppender("t")) {
      for (@Nullable Object[] row : rows) {
        appender.beginRow();
        for (Object value : row) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Boolean flag) {
      appender.append(flag.booleanValue());
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof Float number) {
      appender.append(number.floatValue());
    } else if (value instanceof Double number) {
      appender.append(number.doubleValue());
    } else if (value instanceof String string) {
      appender.append(string);
    } else if (value instanceof byte[] bytes) {
      appender.append(bytes);
    } else if (value instanceof Collection<?> list) {
      appender.append(list);
    } else {
      throw new IllegalArgumentException("no Parquet type for " + value.getClass());
    }
  }

  /**
   * Reads files one behind the other.
   *
   * @throws DatasetException if one is missing or no Parquet file
   */
  static ParquetTable read(List<Path> files) {
    String sources =
        files.stream().map(file -> text(file.toString())).collect(Collectors.joining(", "));
    try (DuckDBConnection duckdb = connect();
        Statement statement = duckdb.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM read_parquet([" + sources + "])")) {
      ResultSetMetaData metadata = result.getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(new Column(metadata.getColumnName(i), metadata.getColumnTypeName(i)));
      }
      List<@Nullable Object[]> rows = new ArrayList<>();
      while (result.next()) {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = value(result.getObject(i + 1));
        }
        rows.add(row);
      }
      return new ParquetTable(columns, rows);
    } catch (SQLException e) {
      throw new DatasetException(
          "cannot read "
              + files.get(0)
              + ": "
              + DatasetException.reason(e)
              + "; copy the data set again",
          e);
    }
  }

  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(value(element));
      }
      return list;
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    }
    return value;
  }

  /** Index of a column, or -1. */
  int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  private static DuckDBConnection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", "1GB");
    // Parquet is built in: nothing is to be fetched from anywhere.
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
    return connection.unwrap(DuckDBConnection.class);
  }

  private static void execute(DuckDBConnection duckdb, String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
