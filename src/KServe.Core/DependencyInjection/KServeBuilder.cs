using Microsoft.Extensions.DependencyInjection;

namespace KServe;

internal sealed class KServeBuilder(IServiceCollection services) : IKServeBuilder
{
    public IServiceCollection Services { get; } = services;
}
