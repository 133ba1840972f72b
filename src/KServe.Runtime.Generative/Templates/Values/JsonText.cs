using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>Writes values as Python's json.dumps writes them, as transformers sets it up.</summary>
/// <param name="indent">The blanks of a level; null writes all on one line.</param>
/// <param name="itemSeparator">What stands between items.</param>
/// <param name="keySeparator">What stands between key and value.</param>
/// <param name="sortKeys">Whether keys are sorted.</param>
/// <param name="ensureAscii">Whether characters beyond ASCII are escaped.</param>
internal sealed class JsonText(
    string? indent,
    string itemSeparator,
    string keySeparator,
    bool sortKeys,
    bool ensureAscii)
{
    private readonly StringBuilder _builder = new();

    /// <summary>Writes a value.</summary>
    public string Write(RenderContext context, object? value)
    {
        Write(context, value, 0);
        return _builder.ToString();
    }

    private void Write(RenderContext context, object? value, int level)
    {
        context.Enter();
        switch (value)
        {
            case null:
                _builder.Append("null");
                break;
            case bool flag:
                _builder.Append(flag ? "true" : "false");
                break;
            case long number:
                _builder.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                _builder.Append(double.IsFinite(number) ? PythonText.Float(number)
                    : double.IsNaN(number) ? "NaN"
                    : number > 0 ? "Infinity" : "-Infinity");
                break;
            case string text:
                WriteString(text);
                break;
            case TemplateList list:
                WriteAll(context, '[', ']', list.Items.Count, level, i => Write(context, list.Items[i], level + 1));
                break;
            case TemplateMap map:
                var entries = sortKeys ? [.. map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)]
                    : map.Entries;
                WriteAll(context, '{', '}', map.Count, level, i =>
                {
                    WriteString(entries[i].Key);
                    _builder.Append(keySeparator);
                    Write(context, entries[i].Value, level + 1);
                });
                break;
            default:
                throw context.Error($"tojson cannot write {PythonOperators.TypeName(value)}");
        }

        context.CheckLength(_builder.Length);
    }

    private void WriteAll(RenderContext context, char open, char close, int count, int level, Action<int> write)
    {
        _builder.Append(open);
        for (var i = 0; i < count; i++)
        {
            _builder.Append(i == 0 ? "" : itemSeparator);
            NewLine(level + 1);
            write(i);
        }

        if (count > 0)
        {
            NewLine(level);
        }

        _builder.Append(close);
        context.Step();
    }

    private void NewLine(int level)
    {
        if (indent is not null)
        {
            _builder.Append('\n');
            for (var i = 0; i < level; i++)
            {
                _builder.Append(indent);
            }
        }
    }

    private void WriteString(string text)
    {
        _builder.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => _builder.Append("\\\""),
                '\\' => _builder.Append("\\\\"),
                '\n' => _builder.Append("\\n"),
                '\r' => _builder.Append("\\r"),
                '\t' => _builder.Append("\\t"),
                '\b' => _builder.Append("\\b"),
                '\f' => _builder.Append("\\f"),
                < ' ' or > '\x7F' when c < ' ' || ensureAscii =>
                    _builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _builder.Append(c),
            };
        }

        _builder.Append('"');
    }
}
