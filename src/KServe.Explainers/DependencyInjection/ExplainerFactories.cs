namespace KServe.Explainers;

/// <summary>Makes factories of explainers from options that were checked.</summary>
internal static class ExplainerFactories
{
    /// <summary>Reads and checks the options now, so that what is wrong with them fails at once.</summary>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static Func<IServiceProvider, Explainer> Create<TOptions>(
        Action<TOptions>? configure,
        Func<TOptions, bool> needsBackground,
        Func<TOptions, Explainer> create)
        where TOptions : ExplainerOptions, new()
    {
        var options = new TOptions();
        configure?.Invoke(options);
        options.ValidateForServer(needsBackground(options));
        return _ => create(options);
    }
}
