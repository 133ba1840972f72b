namespace KServe.Protocol;

/// <summary>Names a place in a request for errors, like <c>inputs[1].shape</c>, without building the text.</summary>
internal readonly record struct JsonField(string Section, int Index = -1, string? Name = null)
{
    public static JsonField Root => new("");

    public JsonField At(int index) => this with { Index = index };

    public JsonField Child(string name) =>
        Section is null or "" ? new JsonField(name) : this with { Name = Name is null ? name : $"{Name}.{name}" };

    public override string ToString()
    {
        var section = Section is null or "" ? "body" : Section;
        var place = Index < 0 ? section : $"{section}[{Index}]";
        return Name is null ? place : $"{place}.{Name}";
    }
}
