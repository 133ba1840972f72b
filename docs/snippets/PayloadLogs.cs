using KServe.PayloadLogging;

namespace KServe.Docs.Snippets;

internal static class PayloadLogs
{
    public static void ToBroker(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddModel("iris", "/models/iris", model => model.UsePayloadLogging(log =>
            {
                log.Url = "http://broker-ingress/default/default";
                log.MetadataHeaders.Add("X-Tenant");
                log.SampleRate = 0.1;
            }));
    }

    public static void ToFiles(IKServeBuilder kserve)
    {
        kserve.AddModel("iris", "/models/iris", model => model.UsePayloadLogging(log =>
        {
            log.Url = "/var/log/kserve";
            log.File.Format = PayloadFileFormat.Csv;
            log.File.MaxFileBytes = 256 << 20;
            log.RedactedTensors.Add("email");
        }));
    }

    public static void ToS3(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe().AddS3PayloadStore(s3 => s3.Endpoint = "http://minio:9000");
    }

    public static void ToS3CoreAlone(IServiceCollection services)
    {
        services.AddKServeCore().AddPayloadLogging().AddS3PayloadStore();
    }

    public static void Redacted(ModelBuilder model, Func<PayloadEvent, bool> isPersonal)
    {
        model.UsePayloadLogging(log =>
        {
            log.Url = "http://sink";
            log.Redact = item => isPersonal(item) ? null : item with { Data = "{}"u8.ToArray() };
        });
    }

    public static void CoreAlone(IServiceCollection services)
    {
        services.AddKServeCore().AddPayloadLogging().AddPredictor<MeanPredictor>("mean", model => model
            .UsePayloadLogging(log => log.Url = "http://broker/default"));
    }
}
