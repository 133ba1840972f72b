using System.Diagnostics.Metrics;
using System.Globalization;

namespace KServe.AspNetCore;

/// <summary>Counts what happens to requests outside of the models' pipelines.</summary>
internal sealed class HttpMetrics
{
    public const string MeterName = "KServe.AspNetCore";

    private readonly Counter<long> _errors;
    private readonly Counter<long> _clientClosed;

    public HttpMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _errors = meter.CreateCounter<long>("kserve.http.errors", "{response}", "Error responses, by their status.");
        _clientClosed = meter.CreateCounter<long>(
            "kserve.http.client_closed", "{request}", "Requests whose client left before the answer.");
    }

    public void CountError(int status)
    {
        if (_errors.Enabled)
        {
            _errors.Add(1, new KeyValuePair<string, object?>(
                "http.response.status_code", status.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public void CountClientClosed() => _clientClosed.Add(1);
}
