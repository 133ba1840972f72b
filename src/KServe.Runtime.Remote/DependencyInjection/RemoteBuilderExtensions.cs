using KServe;
using KServe.Runtime.Remote;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models that other servers run.</summary>
public static class RemoteBuilderExtensions
{
    // Waiting for another server costs no processor, so that their number says nothing.
    private const int DefaultConcurrency = 256;

    /// <summary>Lets models be named by the address of another server.</summary>
    /// <remarks>
    /// Calling it twice is safe, and <c>AddKServe()</c> of the package KServe calls it. A model's URI may then be
    /// <c>v2+http://</c>, <c>v2+https://</c>, <c>grpc://</c>, <c>grpcs://</c>, <c>v1+http://</c>, <c>v1+https://</c>,
    /// <c>openai+http://</c> or <c>openai+https://</c> with host and port; its parameters set the options.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddRemoteRuntime(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<RemotePredictorFactory>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeOptions>, RemoteOptionsValidator>());
        return builder.AddServingRuntime<RemoteServingRuntime>().AddStorageProvider<RemoteAddressProvider>();
    }

    /// <summary>Adds a model that another server runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="address">
    /// The server: <c>http://</c> and <c>https://</c> speak what the options say, V2 by default, <c>grpc://</c> and
    /// <c>grpcs://</c> gRPC without and with TLS, <c>v1+http://</c> and <c>v1+https://</c> V1, and
    /// <c>openai+http://</c> and <c>openai+https://</c> OpenAI's protocol, below <c>/v1</c> or the path given.
    /// </param>
    /// <param name="configure">Changes how the server is called.</param>
    /// <param name="model">
    /// Changes options and adds the parts of the pipeline. 256 requests run at the same time unless it says otherwise.
    /// </param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddRemoteModel(
        this IKServeBuilder builder,
        string name,
        string address,
        Action<RemoteModelOptions>? configure = null,
        Action<ModelBuilder>? model = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var options = new RemoteModelOptions();
        configure?.Invoke(options);
        builder.AddRemoteRuntime().Services.AddSingleton(new RemoteRegistration(name, address, options));
        return builder.AddPredictor(
            name,
            services => services.GetRequiredService<RemotePredictorFactory>().Create(address, options),
            one =>
            {
                one.Options.MaxConcurrency = DefaultConcurrency;
                model?.Invoke(one);
            });
    }
}
