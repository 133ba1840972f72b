using System.Text.Json.Serialization;

namespace KServe.Storage.HuggingFace;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HubModelInfo))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HubJsonContext : JsonSerializerContext;
