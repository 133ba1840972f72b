namespace KServe.ControlPlane;

/// <summary>Describes the fields of an object.</summary>
internal sealed class ObjectSchema(string name, IReadOnlyList<FieldSchema> fields)
{
    private readonly Dictionary<string, FieldSchema> _byName =
        fields.ToDictionary(static field => field.Name, StringComparer.Ordinal);

    public string Name => name;

    public IReadOnlyList<FieldSchema> Fields => fields;

    public FieldSchema? Find(string field) => _byName.GetValueOrDefault(field);
}
