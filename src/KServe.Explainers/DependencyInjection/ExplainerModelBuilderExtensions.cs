using KServe;
using KServe.Explainers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts explainers beside models; the last one counts.</summary>
public static class ExplainerModelBuilderExtensions
{
    /// <summary>Explains a model of trees by exact SHAP values.</summary>
    /// <remarks>
    /// The predictor hands out its trees through <see cref="Predictor.GetService"/>, or has an output
    /// <c>pred_contribs</c>; otherwise the model does not load.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UseTreeShap(this ModelBuilder model, Action<TreeShapOptions>? configure = null) => Use(
        model,
        configure,
        static options => options.Mode == TreeShapMode.Interventional,
        static options => new TreeShapExplainer(options));

    /// <summary>Explains any model by estimated SHAP values; needs a background.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UseKernelShap(this ModelBuilder model, Action<KernelShapOptions> configure) =>
        Use(model, configure, static _ => true, static options => new KernelShapExplainer(options));

    /// <summary>Explains any model by linear models near the rows; needs a background.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UseLime(this ModelBuilder model, Action<LimeOptions> configure) =>
        Use(model, configure, static _ => true, static options => new LimeExplainer(options));

    /// <summary>Explains the classes of any model by conditions that are enough for them; needs a background.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UseAnchors(this ModelBuilder model, Action<AnchorOptions> configure) =>
        Use(model, configure, static _ => true, static options => new AnchorExplainer(options));

    /// <summary>Explains the classes of any model by near rows of other classes; needs a background.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UseCounterfactuals(this ModelBuilder model, Action<CounterfactualOptions> configure) =>
        Use(model, configure, static _ => true, static options => new CounterfactualExplainer(options));

    /// <summary>Measures which features any model relies on, over the rows of a request or the background.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static ModelBuilder UsePermutationImportance(
        this ModelBuilder model,
        Action<PermutationImportanceOptions>? configure = null) => Use(
        model,
        configure,
        static options => options.LabelColumn is not null,
        static options => new PermutationImportanceExplainer(options));

    private static ModelBuilder Use<TOptions>(
        ModelBuilder model,
        Action<TOptions>? configure,
        Func<TOptions, bool> needsBackground,
        Func<TOptions, Explainer> create)
        where TOptions : ExplainerOptions, new()
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.UseExplainer(ExplainerFactories.Create(configure, needsBackground, create));
    }
}
