using System.Text.Json.Serialization;

namespace KServe.Storage.Cache;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CacheReference))]
[JsonSerializable(typeof(CacheMarker))]
internal sealed partial class CacheJsonContext : JsonSerializerContext;
