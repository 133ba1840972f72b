using Microsoft.Extensions.DependencyInjection;

namespace KServe;

/// <summary>Adds models, runtimes and storage to a host; see its extension methods.</summary>
public interface IKServeBuilder
{
    /// <summary>Gets the services of the host.</summary>
    IServiceCollection Services { get; }
}
