namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>Something that a template can call.</summary>
/// <param name="Name">The name, for errors.</param>
/// <param name="Call">Calls it.</param>
internal sealed record TemplateFunction(string Name, Func<RenderContext, CallArguments, object?> Call);
