using System.Text;
using System.Text.Json;

namespace KServe.Conformance.Tests.Clients;

/// <summary>One answer over HTTP.</summary>
internal sealed record RestReply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
