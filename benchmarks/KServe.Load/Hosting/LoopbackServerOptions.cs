using System.Security.Cryptography.X509Certificates;
using KServe.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Load.Hosting;

/// <summary>Says what a <see cref="LoopbackServer"/> serves and how.</summary>
public sealed record LoopbackServerOptions
{
    /// <summary>Gets what adds models, transformers and explainers.</summary>
    public Action<IKServeBuilder> Models { get; init; } = static _ => { };

    /// <summary>Gets what changes the options of the protocols.</summary>
    public Action<KServeHttpOptions> Http { get; init; } = static _ => { };

    /// <summary>Gets what changes the limits of the web server.</summary>
    public Action<KestrelServerOptions> Kestrel { get; init; } = static _ => { };

    /// <summary>Gets what maps further routes beside those of the protocols.</summary>
    public Action<IEndpointRouteBuilder> Routes { get; init; } = static _ => { };

    /// <summary>Gets what takes the logs; warnings and worse go to the console when left out.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Gets the certificate of a third port that carries HTTP/1.1 and gRPC over TLS; none when left out.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Gets the models to wait for before the server counts as started.</summary>
    public IReadOnlyList<string> WaitFor { get; init; } = [];
}
