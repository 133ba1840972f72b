using CustomPredictor;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddKServe().AddPredictor<DoublePredictor>("double");

var app = builder.Build();
app.MapKServe();
app.Run();
