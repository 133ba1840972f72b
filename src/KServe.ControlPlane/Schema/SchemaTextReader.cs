namespace KServe.ControlPlane;

/// <summary>Reads types from the short form in which they are written here.</summary>
/// <remarks>
/// <c>type Name</c> begins a type and <c>include Other</c> takes another's fields over. <c>acts</c>, <c>silent</c> and
/// <c>accepts "reason"</c>, each followed by a colon, list fields as <c>name:kind</c>; more may follow on lines of
/// their own. Kinds are s (text), i, n, b, q (quantity), x (number or text), d (duration), * (anything) or the name of
/// a type. <c>[]</c> behind a name is a list, <c>{}</c> a map, <c>!</c> a required field; <c>s(a|b)</c> lists choices.
/// </remarks>
internal sealed class SchemaTextReader(string text, Dictionary<string, ObjectSchema> types)
{
    private readonly Dictionary<string, FieldSchema> _fields = new(StringComparer.Ordinal);
    private string? _type;
    private FieldUse _use;
    private string _reason = "";

    public void Read()
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            ReadLine(line);
        }

        EndType();
    }

    private void ReadLine(string line)
    {
        if (line.StartsWith("type ", StringComparison.Ordinal))
        {
            EndType();
            _type = line[5..];
        }
        else if (line.StartsWith("include ", StringComparison.Ordinal))
        {
            foreach (var name in line[8..].Split(' '))
            {
                foreach (var field in types[name].Fields)
                {
                    _fields[field.Name] = field;
                }
            }
        }
        else
        {
            AddFields(TakeUse(line));
        }
    }

    private string TakeUse(string line)
    {
        if (line.StartsWith("acts:", StringComparison.Ordinal))
        {
            (_use, _reason) = (FieldUse.Acts, "");
            return line[5..];
        }

        if (line.StartsWith("silent:", StringComparison.Ordinal))
        {
            (_use, _reason) = (FieldUse.Silent, "");
            return line[7..];
        }

        if (!line.StartsWith("accepts \"", StringComparison.Ordinal))
        {
            return line;
        }

        var end = line.IndexOf("\":", StringComparison.Ordinal);
        (_use, _reason) = (FieldUse.Accepted, line[9..end]);
        return line[(end + 2)..];
    }

    private void AddFields(string line)
    {
        foreach (var token in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = token.IndexOf(':', StringComparison.Ordinal);
            var (name, kind) = (token[..colon], token[(colon + 1)..]);
            var isRequired = name.EndsWith('!');
            name = name.TrimEnd('!');
            var shape = name.EndsWith("[]", StringComparison.Ordinal) ? FieldShape.List
                : name.EndsWith("{}", StringComparison.Ordinal) ? FieldShape.Map
                : FieldShape.One;
            name = shape == FieldShape.One ? name : name[..^2];
            _fields[name] = Parse(name, kind, shape) with
            {
                IsRequired = isRequired,
                Use = _use,
                Reason = _reason,
            };
        }
    }

    private static FieldSchema Parse(string name, string kind, FieldShape shape) => kind switch
    {
        "s" => new FieldSchema(name, FieldKind.Text, shape),
        "i" => new FieldSchema(name, FieldKind.Integer, shape),
        "n" => new FieldSchema(name, FieldKind.Number, shape),
        "b" => new FieldSchema(name, FieldKind.Boolean, shape),
        "q" => new FieldSchema(name, FieldKind.Quantity, shape),
        "x" => new FieldSchema(name, FieldKind.IntegerOrText, shape),
        "d" => new FieldSchema(name, FieldKind.Duration, shape),
        "*" => new FieldSchema(name, FieldKind.Anything, shape),
        _ when kind.StartsWith("s(", StringComparison.Ordinal) =>
            new FieldSchema(name, FieldKind.Text, shape) { Choices = kind[2..^1].Split('|') },
        _ => new FieldSchema(name, FieldKind.Object, shape) { TypeName = kind },
    };

    private void EndType()
    {
        if (_type is not null)
        {
            types[_type] = new ObjectSchema(_type, [.. _fields.Values]);
            _fields.Clear();
        }
    }
}
