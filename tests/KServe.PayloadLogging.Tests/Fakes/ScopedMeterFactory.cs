using System.Diagnostics.Metrics;

namespace KServe.PayloadLogging.Tests.Fakes;

/// <summary>Makes meters that belong to one test.</summary>
internal sealed class ScopedMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    public void Dispose()
    {
    }
}
