using KServe;
using KServe.Runtime.Generative;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts tokenizers in front of models that take token ids, so that clients send texts.</summary>
public static class TokenizerBuilderExtensions
{
    private const string Section = "KServe:Transformers";

    /// <summary>Takes texts for the token ids that the model takes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The model.</returns>
    public static ModelBuilder UseTokenizer(this ModelBuilder model, Action<TokenizerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = new TokenizerOptions();
        configure?.Invoke(options);
        return model.UseTransformer(_ => new TokenizerTransformer(options));
    }

    /// <summary>Registers a transformer of texts that models name in configuration.</summary>
    /// <remarks>
    /// The section <c>KServe:Transformers:{name}</c> of the configuration is read into the options, before code changes
    /// them.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddTokenizerTransformer(
        this IKServeBuilder builder,
        string name,
        Action<TokenizerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        builder.Services.AddOptions<TokenizerOptions>(name)
            .Configure<IServiceProvider>((options, services) =>
                services.GetService<IConfiguration>()?.GetSection(Section).GetSection(name).Bind(options))
            .PostConfigure(configure ?? (static _ => { }));
        return builder.AddTransformer(name, services => new TokenizerTransformer(
            services.GetRequiredService<IOptionsMonitor<TokenizerOptions>>().Get(name)));
    }
}
