using KServe;
using KServe.Transformers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts ready transformers around models; the first added is the outermost.</summary>
public static class TransformerModelBuilderExtensions
{
    /// <summary>Takes images in JPEG or PNG for the tensor that the model takes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    public static ModelBuilder UseImages(this ModelBuilder model, Action<ImageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = Create(configure);
        return model.UseTransformer(_ => new ImageTransformer(options));
    }

    /// <summary>Selects, renames, orders and encodes columns for the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Adds the columns.</param>
    /// <returns>The model.</returns>
    public static ModelBuilder UseColumns(this ModelBuilder model, Action<TableOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        var options = Create(configure);
        return model.UseTransformer(_ => new TableTransformer(options));
    }

    /// <summary>Answers the best classes with their labels and scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    public static ModelBuilder UseClasses(this ModelBuilder model, Action<ClassOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = Create(configure);
        return model.UseTransformer(_ => new ClassTransformer(options));
    }

    private static TOptions Create<TOptions>(Action<TOptions>? configure)
        where TOptions : new()
    {
        var options = new TOptions();
        configure?.Invoke(options);
        return options;
    }
}
