using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Compares a resource with its fields: unknown names, wrong types, what is missing, what means nothing.</summary>
internal sealed class SchemaChecker(SchemaTable table, ErrorList errors)
{
    private readonly List<string> _notices = [];

    /// <summary>Gets what was accepted and means nothing here, as path and reason.</summary>
    public IReadOnlyList<string> Notices => _notices;

    public void Check(MappingNode resource, ObjectSchema schema) => CheckObject(resource, schema, "", isAccepted: false);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void CheckObject(MappingNode mapping, ObjectSchema schema, string path, bool isAccepted)
    {
        foreach (var entry in mapping.Entries)
        {
            var at = Join(path, entry.Key);
            if (schema.Find(entry.Key) is not { } field)
            {
                var nearest = NearestName.Find(entry.Key, schema.Fields.Select(static known => known.Name));
                var hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
                errors.Add(entry.KeyPosition, at, $"unknown field '{entry.Key}'{hint}");
                continue;
            }

            if (field.Use == FieldUse.Accepted && !isAccepted && !entry.Value.IsNull)
            {
                _notices.Add($"{at}: {field.Reason}");
            }

            CheckField(entry.Value, field, at, isAccepted || field.Use != FieldUse.Acts);
        }

        foreach (var field in schema.Fields)
        {
            if (field.IsRequired && mapping.Find(field.Name) is null)
            {
                errors.Add(mapping.Position, Join(path, field.Name), "is required");
            }
        }
    }

    private void CheckField(Node value, FieldSchema field, string path, bool isAccepted)
    {
        if (value.IsNull || (field.Kind == FieldKind.Anything && field.Shape == FieldShape.One))
        {
            return;
        }

        switch (field.Shape)
        {
            case FieldShape.List when value is SequenceNode list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    CheckValue(list.Items[i], field, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", isAccepted);
                }

                break;
            case FieldShape.List:
                Refuse(value, path, "a list");
                break;
            case FieldShape.Map when value is MappingNode map:
                foreach (var entry in map.Entries)
                {
                    CheckValue(entry.Value, field, Join(path, entry.Key), isAccepted);
                }

                break;
            case FieldShape.Map:
                Refuse(value, path, "a mapping");
                break;
            default:
                CheckValue(value, field, path, isAccepted);
                break;
        }
    }

    private void CheckValue(Node value, FieldSchema field, string path, bool isAccepted)
    {
        switch (field.Kind)
        {
            case FieldKind.Anything:
                break;
            case FieldKind.Object when value is MappingNode mapping:
                CheckObject(mapping, table[field.TypeName], path, isAccepted);
                break;
            case FieldKind.Object:
                Refuse(value, path, "a mapping");
                break;
            default:
                CheckScalar(value, field, path);
                break;
        }
    }

    private void CheckScalar(Node value, FieldSchema field, string path)
    {
        if (value is not ScalarNode scalar)
        {
            Refuse(value, path, ScalarRules.Expectation(field.Kind));
        }
        else if (!ScalarRules.Fits(scalar, field.Kind))
        {
            Refuse(value, path, ScalarRules.Expectation(field.Kind, scalar));
        }
        else if (field.Choices.Count > 0 && !field.Choices.Contains(scalar.Text, StringComparer.Ordinal))
        {
            errors.Add(
                value.Position, path, $"must be one of {string.Join(", ", field.Choices)}; got {value.Describe}");
        }
    }

    private void Refuse(Node value, string path, string expected) =>
        errors.Add(value.Position, path, $"must be {expected}; got {value.Describe}");
}
