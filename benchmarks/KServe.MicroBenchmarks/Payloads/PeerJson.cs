using System.Text.Json;
using System.Text.Json.Serialization;

namespace KServe.MicroBenchmarks.Payloads;

/// <summary>The generated code of the serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(V1Body))]
[JsonSerializable(typeof(V1Predictions))]
[JsonSerializable(typeof(V2Body))]
[JsonSerializable(typeof(V2BinaryBody))]
[JsonSerializable(typeof(V2Response))]
internal sealed partial class PeerJson : JsonSerializerContext;
