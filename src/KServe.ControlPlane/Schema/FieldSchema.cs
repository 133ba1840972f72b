namespace KServe.ControlPlane;

/// <summary>Describes one field of a resource.</summary>
internal sealed record FieldSchema(string Name, FieldKind Kind, FieldShape Shape)
{
    public FieldUse Use { get; init; }

    /// <summary>Gets why the field means nothing here; empty for others.</summary>
    public string Reason { get; init; } = "";

    public bool IsRequired { get; init; }

    /// <summary>Gets the values that are allowed; none for all.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gets the name of the fields' type when the kind is an object.</summary>
    public string TypeName { get; init; } = "";
}
