namespace KServe.ControlPlane;

/// <summary>Holds the types of all resources, by name.</summary>
internal sealed class SchemaTable
{
    private readonly Dictionary<string, ObjectSchema> _types = new(StringComparer.Ordinal);

    private SchemaTable()
    {
    }

    /// <summary>Gets the types of the resources that are known.</summary>
    public static SchemaTable Known { get; } = Create(
        PodSchema.Text,
        ContainerSchema.Text,
        ComponentSchema.Text,
        InferenceServiceSchema.Text,
        InferenceGraphSchema.Text,
        RuntimeSchema.Text,
        ModelSchema.Text,
        LanguageModelSchema.Text);

    public ObjectSchema this[string name] => _types[name];

    public static SchemaTable Create(params ReadOnlySpan<string> texts)
    {
        var table = new SchemaTable();
        foreach (var text in texts)
        {
            new SchemaTextReader(text, table._types).Read();
        }

        return table;
    }
}
