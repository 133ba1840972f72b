using KServe;
using KServe.Explainers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers explainers by names that configuration and resources use.</summary>
/// <remarks>
/// A name may be what an explainer's container is called on a cluster: its image, with or without tag, or a section and
/// type such as <c>art/SquareAttack</c>. The last registration of a name counts.
/// </remarks>
public static class ExplainerBuilderExtensions
{
    /// <summary>Registers an explainer by exact SHAP values of models of trees.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddTreeShap(
        this IKServeBuilder builder,
        string name,
        Action<TreeShapOptions>? configure = null) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static options => options.Mode == TreeShapMode.Interventional,
            static options => new TreeShapExplainer(options)));

    /// <summary>Registers an explainer by estimated SHAP values of any model; needs a background.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddKernelShap(
        this IKServeBuilder builder,
        string name,
        Action<KernelShapOptions> configure) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static _ => true,
            static options => new KernelShapExplainer(options)));

    /// <summary>Registers an explainer by linear models near the rows; needs a background.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddLime(
        this IKServeBuilder builder,
        string name,
        Action<LimeOptions> configure) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static _ => true,
            static options => new LimeExplainer(options)));

    /// <summary>Registers an explainer by conditions that are enough for a class; needs a background.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddAnchors(
        this IKServeBuilder builder,
        string name,
        Action<AnchorOptions> configure) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static _ => true,
            static options => new AnchorExplainer(options)));

    /// <summary>Registers an explainer by near rows of other classes; needs a background.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddCounterfactuals(
        this IKServeBuilder builder,
        string name,
        Action<CounterfactualOptions> configure) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static _ => true,
            static options => new CounterfactualExplainer(options)));

    /// <summary>Registers an explainer by which features a model relies on.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it, in any case.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range or missing.</exception>
    public static IKServeBuilder AddPermutationImportance(
        this IKServeBuilder builder,
        string name,
        Action<PermutationImportanceOptions>? configure = null) =>
        builder.AddExplainer(name, ExplainerFactories.Create(
            configure,
            static options => options.LabelColumn is not null,
            static options => new PermutationImportanceExplainer(options)));
}
