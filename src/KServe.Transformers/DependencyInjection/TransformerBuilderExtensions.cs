using System.Diagnostics.CodeAnalysis;
using KServe;
using KServe.Transformers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers ready transformers that models name in configuration.</summary>
/// <remarks>
/// The section <c>KServe:Transformers:{name}</c> of the configuration is read into the options, before code changes
/// them.
/// </remarks>
public static class TransformerBuilderExtensions
{
    private const string Section = "KServe:Transformers";

    private static IConfiguration Nothing => new ConfigurationBuilder().Build();

    /// <summary>Registers a transformer of images.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddImageTransformer(
        this IKServeBuilder builder,
        string name,
        Action<ImageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ImageOptions>(name)
            .Configure<IServiceProvider>((options, services) => Find(services, name).Bind(options))
            .PostConfigure(configure ?? (static _ => { }));
        return builder.AddTransformer(name, services => new ImageTransformer(Get<ImageOptions>(services, name)));
    }

    /// <summary>Registers a transformer of columns.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddTableTransformer(
        this IKServeBuilder builder,
        string name,
        Action<TableOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<TableOptions>(name)
            .Configure<IServiceProvider>((options, services) => Find(services, name).Bind(options))
            .PostConfigure(configure ?? (static _ => { }));
        return builder.AddTransformer(name, services => new TableTransformer(Get<TableOptions>(services, name)));
    }

    /// <summary>Registers a transformer of classes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddClassTransformer(
        this IKServeBuilder builder,
        string name,
        Action<ClassOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ClassOptions>(name)
            .Configure<IServiceProvider>((options, services) => Find(services, name).Bind(options))
            .PostConfigure(configure ?? (static _ => { }));
        return builder.AddTransformer(name, services => new ClassTransformer(Get<ClassOptions>(services, name)));
    }

    private static IConfiguration Find(IServiceProvider services, string name) =>
        services.GetService<IConfiguration>()?.GetSection(Section).GetSection(name) ?? Nothing;

    private static TOptions Get<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceProvider services, string name)
        where TOptions : class => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);
}
