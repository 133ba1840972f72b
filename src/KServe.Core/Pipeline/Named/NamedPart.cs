namespace KServe;

/// <summary>A part of a pipeline that configuration can name.</summary>
internal sealed record NamedPart<TPart>(string Name, Func<IServiceProvider, TPart> Create);
