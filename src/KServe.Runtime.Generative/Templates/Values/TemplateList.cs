namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>A list, or a tuple.</summary>
/// <param name="Items">The values; never changed after creation.</param>
/// <param name="IsTuple">Whether it prints as a tuple.</param>
internal sealed record TemplateList(IReadOnlyList<object?> Items, bool IsTuple = false);
