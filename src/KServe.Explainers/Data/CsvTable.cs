using System.Text;

namespace KServe.Explainers;

/// <summary>Reads comma-separated values with a header, as RFC 4180 describes them.</summary>
internal ref struct CsvTable
{
    private readonly ReadOnlySpan<char> _text;
    private readonly StringBuilder _quoted = new();
    private int _position;
    private int _line = 1;

    private CsvTable(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="InvalidDataException">The text is no such table; the message names the line.</exception>
    public static FeatureTable Read(string text)
    {
        var csv = new CsvTable(text);
        return csv.Read();
    }

    private FeatureTable Read()
    {
        List<ColumnBuilder> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        var isLast = false;
        while (!isLast && _position < _text.Length)
        {
            var name = ReadCell(out isLast).ToString();
            FeatureTableReader.RequireCells(columns.Count);
            columns.Add(names.Add(name) ? new ColumnBuilder(name) : throw Error($"column '{name}' is there twice"));
        }

        if (columns.Count == 0)
        {
            throw Error("a header was expected");
        }

        long cells = 0;
        while (SkipBlankLines())
        {
            FeatureTableReader.RequireCells(cells += columns.Count);
            ReadRow(columns);
        }

        return FeatureTable.FromColumns([.. columns.Select(static column => column.Build())]);
    }

    /// <summary>Steps over empty lines.</summary>
    /// <returns><see langword="false"/> at the end of the text.</returns>
    private bool SkipBlankLines()
    {
        while (_position < _text.Length && _text[_position] is ('\r' or '\n'))
        {
            EndCell();
        }

        return _position < _text.Length;
    }

    private void ReadRow(List<ColumnBuilder> columns)
    {
        var line = _line;
        for (var c = 0; c < columns.Count; c++)
        {
            var cell = ReadCell(out var isLast);
            if (cell.IsEmpty)
            {
                columns[c].AddMissing();
            }
            else
            {
                columns[c].Add(cell);
            }

            if (isLast != (c == columns.Count - 1))
            {
                throw new InvalidDataException($"line {line}: {columns.Count} cells were expected");
            }
        }
    }

    private ReadOnlySpan<char> ReadCell(out bool isLast)
    {
        if (_position < _text.Length && _text[_position] == '"')
        {
            return ReadQuoted(out isLast);
        }

        var rest = _text[_position..];
        var length = rest.IndexOfAny(",\r\n");
        var cell = length < 0 ? rest : rest[..length];
        if (cell.Contains('"'))
        {
            throw Error("a quote stands within a cell that does not begin with one");
        }

        _position += cell.Length;
        isLast = EndCell();
        return cell.Trim(' ');
    }

    private ReadOnlySpan<char> ReadQuoted(out bool isLast)
    {
        _quoted.Clear();
        _position++;
        while (true)
        {
            var length = _text[_position..].IndexOf('"');
            if (length < 0)
            {
                throw Error("a quote is not closed");
            }

            var part = _text.Slice(_position, length);
            _line += part.Count('\n');
            _quoted.Append(part);
            _position += length + 1;
            if (_position == _text.Length || _text[_position] != '"')
            {
                isLast = EndCell();
                return _quoted.ToString();
            }

            _quoted.Append('"');
            _position++;
        }
    }

    /// <summary>Steps over the comma or the end of the line.</summary>
    private bool EndCell()
    {
        if (_position == _text.Length)
        {
            return true;
        }

        var end = _text[_position++];
        if (end == ',')
        {
            return false;
        }

        if (end == '\r' && _position < _text.Length && _text[_position] == '\n')
        {
            end = _text[_position++];
        }

        if (end is not ('\n' or '\r'))
        {
            throw Error("a comma or the end of the line was expected after a quote");
        }

        _line++;
        return true;
    }

    private readonly InvalidDataException Error(string reason) => new($"line {_line}: {reason}");
}
