using System.Diagnostics.Metrics;
using System.Globalization;
using KServe.Protocol.Grpc;

namespace KServe.AspNetCore.Grpc;

/// <summary>Counts calls that fail, whether a model was reached or not.</summary>
internal sealed class GrpcMetrics(IMeterFactory factory)
{
    private readonly Counter<long> _errors = factory.Create(HttpMetrics.MeterName)
        .CreateCounter<long>("kserve.grpc.errors", "{call}", "Calls that failed, by their status.");

    public void CountError(GrpcStatusCode status)
    {
        if (_errors.Enabled)
        {
            _errors.Add(1, new KeyValuePair<string, object?>(
                "rpc.grpc.status_code", ((int)status).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
